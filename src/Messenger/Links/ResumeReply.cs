using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// The server's answer to a <see cref="ResumeOffer"/>: one big-endian u64 before its first frame, in pieces of any
/// length.
/// </summary>
/// <param name="isExpected">Whether there is an answer: only where resumption was negotiated.</param>
/// <param name="isDecisive">Whether sending waits for it; on a session's first link it tells nothing new.</param>
internal struct ResumeReply(bool isExpected, bool isDecisive)
{
    private int _bytesLeft = isExpected ? Resumption.ReplyBytes : 0;

    /// <summary>Whether bytes of it are still to come.</summary>
    public readonly bool IsAwaited => _bytesLeft > 0;

    /// <summary>Whether sending waits for it.</summary>
    public readonly bool IsDecisive => isDecisive;

    /// <summary>
    /// How many of the session's frames the server has, or <see cref="Resumption.UnknownSession"/>. Only once it is
    /// complete.
    /// </summary>
    public ulong Count { get; private set; }

    /// <summary>Takes its bytes from <paramref name="input"/>.</summary>
    /// <returns>Whether it is complete now.</returns>
    public bool Read(ref ReadOnlySpan<byte> input)
    {
        for (; _bytesLeft > 0 && !input.IsEmpty; _bytesLeft--, input = input[1..])
            Count = (Count << 8) | input[0];
        return _bytesLeft == 0;
    }
}
