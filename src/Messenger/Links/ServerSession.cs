using System.Security.Cryptography;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// The state of a conversation that outlives its connections: its names, its send queue and, with resumption, the
/// number of frames received. One connection uses it at a time; only the send queue is thread-safe.
/// </summary>
/// <remarks>
/// If a conversation has several message servers, they are expected to be gateways of one cluster, in which a session
/// can be resumed at any gateway.
/// </remarks>
internal sealed class ServerSession(Identifier user, Identifier group)
{
    private Guid _id;
    private bool _wasOffered;

    /// <summary>The user.</summary>
    public Identifier User => user;

    /// <summary>The group.</summary>
    public Identifier Group => group;

    /// <summary>The frames to send.</summary>
    public SendQueue SendQueue { get; } = new();

    /// <summary>Complete frames of this session received from the server.</summary>
    public ulong Received { get; private set; }

    /// <summary>Counts a received frame.</summary>
    public void CountReceived() => Received++;

    /// <summary>
    /// Creates the handshake of a connection without resumption, which may send immediately. It ends an earlier
    /// session, because neither end counts frames on this connection.
    /// </summary>
    public Handshake BeginPlain()
    {
        _wasOffered = false;
        SendQueue.Restart();
        return new Handshake(user, group);
    }

    /// <summary>Creates the handshake of a connection with resumption.</summary>
    /// <param name="mustWait">
    /// Whether the client must wait for the server's reply before it sends. True except on a session's first
    /// connection, because only the reply says which frames to retransmit.
    /// </param>
    public Handshake BeginResumable(out bool mustWait)
    {
        mustWait = _wasOffered;
        if (!_wasOffered)
            StartSession();
        return new Handshake(user, group, new ResumeOffer(_id, Received));
    }

    /// <summary>Continues the session: the server has its first <paramref name="accepted"/> frames.</summary>
    public void Resume(ulong accepted) => SendQueue.Resume(accepted);

    /// <summary>
    /// Starts over because a restarted server does not know the session. Unconfirmed frames are retransmitted;
    /// receivers recognise duplicates (<see cref="Conversations.ReplayFilter"/>). <see cref="Received"/> is not reset:
    /// the server continues from the count in the handshake, so that both ends agree even if this reply is lost.
    /// </summary>
    public void StartOver() => SendQueue.Restart();

    private void StartSession()
    {
        // Not from the run's seed: two runs with one seed must not resume each other's sessions at a server.
        _id = new Guid(RandomNumberGenerator.GetBytes(16));
        _wasOffered = true;
        Received = 0;
        SendQueue.Restart();
    }
}

/// <summary>
/// Decodes the server's reply to a <see cref="ResumeOffer"/>: one big-endian u64 before its first frame. It may arrive
/// in pieces of any length.
/// </summary>
/// <param name="isExpected">Whether the server replies: only if resumption was negotiated.</param>
/// <param name="isDecisive">
/// Whether sending waits for the reply. Not on a session's first connection, where the reply contains no new
/// information.
/// </param>
internal struct ResumeReply(bool isExpected, bool isDecisive)
{
    private int _bytesLeft = isExpected ? Resumption.ReplyBytes : 0;

    /// <summary>Whether bytes of the reply are missing.</summary>
    public readonly bool IsAwaited => _bytesLeft > 0;

    /// <summary>Whether sending waits for the reply.</summary>
    public readonly bool IsDecisive => isDecisive;

    /// <summary>
    /// How many of the session's frames the server has, or <see cref="Resumption.UnknownSession"/>. Valid once the
    /// reply is complete.
    /// </summary>
    public ulong Count { get; private set; }

    /// <summary>Consumes the reply's bytes from <paramref name="input"/>.</summary>
    /// <returns>Whether the reply is complete.</returns>
    public bool Read(ref ReadOnlySpan<byte> input)
    {
        for (; _bytesLeft > 0 && !input.IsEmpty; _bytesLeft--, input = input[1..])
            Count = (Count << 8) | input[0];
        return _bytesLeft == 0;
    }
}
