using MGen.Messenger.Links;
using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// One introduced connection of a carrier. It is read as long as it lives, whether or not the carrier writes on it.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="carrier">The pair of users that it is of.</param>
/// <param name="isDialled">Whether this side dialled.</param>
internal sealed class PeerLink(PeerSocket socket, PeerCarrier carrier, bool isDialled)
{
    private readonly FrameDecoder _decoder = new(BodyRule.Peer, PeerStamp.Bytes);
    private volatile bool _hasFinished;
    private volatile bool _hasFailed;

    /// <summary>Whether this side dialled.</summary>
    public bool IsDialled => isDialled;

    /// <summary>The other end's address, for people.</summary>
    public string Remote => socket.Remote;

    /// <summary>Whether frames may be written on it.</summary>
    public bool IsUsable => !_hasFinished && !_hasFailed && socket.End is null;

    /// <summary>Whether frames were written on it that its end may have lost.</summary>
    public bool HasCarried { get; private set; }

    /// <summary>
    /// Whether this side has said that it writes no more, and the other end has then closed in order: all that was
    /// written has been read.
    /// </summary>
    public bool IsReadToTheEnd => _hasFinished && socket.End == LinkEnd.Closed;

    /// <summary>Reads until the end, and releases the connection.</summary>
    /// <param name="first">What came behind the introduction.</param>
    /// <returns>How it ended.</returns>
    public async Task<LinkEnd> RunAsync(ReadOnlyMemory<byte> first)
    {
        try
        {
            LinkEnd end = Accept(first.Span) ? await ReadLoopAsync() : LinkEnd.Violation;
            socket.Abort(end);
            return end;
        }
        finally
        {
            socket.Abort(LinkEnd.Fault);
            socket.Dispose();
        }
    }

    /// <summary>Writes bytes, then <paramref name="zeros"/> bytes of 0. One caller at a time.</summary>
    /// <returns>Whether the kernel took all.</returns>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes, long zeros)
    {
        HasCarried = true;
        bool isSent = await socket.SendAsync(bytes);
        for (; isSent && zeros > 0; zeros -= FrameBatch.Zeros.Length)
            isSent = await socket.SendAsync(FrameBatch.Zeros[..(int)Math.Min(zeros, FrameBatch.Zeros.Length)]);
        _hasFailed |= !isSent;
        return isSent;
    }

    /// <summary>Writes no more; what comes is still read. Not while frames are being written.</summary>
    public void FinishSending()
    {
        _hasFinished = true;
        socket.FinishSending();
    }

    /// <summary>Ends the link. Any thread.</summary>
    public void Abort(LinkEnd why) => socket.Abort(why);

    private async Task<LinkEnd> ReadLoopAsync()
    {
        while (true)
        {
            ReadOnlyMemory<byte> bytes = await socket.ReadAsync();
            if (bytes.IsEmpty)
                return socket.End == LinkEnd.Closed && _decoder.IsInsideFrame
                    ? LinkEnd.Truncated
                    : socket.End ?? LinkEnd.Fault;
            carrier.Journal.BytesReceived(bytes.Length);
            if (!Accept(bytes.Span))
                return LinkEnd.Violation;
        }
    }

    /// <returns>Whether the bytes were valid.</returns>
    private bool Accept(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            ReadStatus status = _decoder.Read(ref bytes, out Frame frame);
            if (status == ReadStatus.NeedMoreData)
                return true;
            if (status == ReadStatus.Violation)
                return carrier.Reject(this, _decoder.Violation.ToString());
            PeerStamp? stamp = PeerStamp.TryRead(_decoder.BodyStart, out PeerStamp read) ? read : null;
            if (!carrier.Accept(frame, stamp))
                return carrier.Reject(this, "a frame of another sender");
        }
        return true;
    }
}
