using MGen.Messenger.Links;
using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// One connection of a carrier, after the introduction. It is read until its end, whether or not the carrier writes to
/// it.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="carrier">The carrier of its pair of users.</param>
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

    /// <summary>Whether it can be written to.</summary>
    public bool IsUsable => !_hasFinished && !_hasFailed && socket.End is null;

    /// <summary>Whether frames were written to it.</summary>
    public bool HasCarried { get; private set; }

    /// <summary>
    /// Whether this side shut down sending and the other end then closed normally. In that case everything written was
    /// read.
    /// </summary>
    public bool IsReadToTheEnd => _hasFinished && socket.End == LinkEnd.Closed;

    /// <summary>Reads until the end, then disposes the connection.</summary>
    /// <param name="first">Bytes received after the introduction.</param>
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
            // The first reason counts, so this one is seen only after an exception.
            socket.Abort(LinkEnd.Fault);
            socket.Dispose();
        }
    }

    /// <summary>Writes bytes, then <paramref name="zeros"/> bytes of 0. Only one call at a time.</summary>
    /// <returns>Whether the kernel accepted all bytes.</returns>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes, long zeros)
    {
        // Before the send: one that fails halfway may have delivered some of the frames.
        HasCarried = true;
        bool isSent = await socket.SendAsync(bytes);
        for (; isSent && zeros > 0; zeros -= FrameBatch.Zeros.Length)
            isSent = await socket.SendAsync(FrameBatch.Zeros[..(int)Math.Min(zeros, FrameBatch.Zeros.Length)]);
        _hasFailed |= !isSent;
        return isSent;
    }

    /// <summary>Shuts down sending; received bytes are still read. Not during <see cref="SendAsync"/>.</summary>
    public void FinishSending()
    {
        _hasFinished = true;
        socket.FinishSending();
    }

    /// <summary>Ends the connection. Thread-safe.</summary>
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
