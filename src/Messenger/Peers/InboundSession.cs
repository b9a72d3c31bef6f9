using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// What has come of one session of another peer: gives each frame on once and in the order of its number, whichever
/// connections it came on and however often. Not thread-safe.
/// </summary>
/// <param name="id">The session.</param>
/// <param name="next">The first number to expect.</param>
internal sealed class InboundSession(ulong id, ulong next)
{
    /// <summary>
    /// Most frames that are held back for one that is missing; beyond it that one is given up. As many as a sender
    /// keeps to send again.
    /// </summary>
    public const int HeldLimit = Links.Outbox.WrittenLimit;

    private readonly SortedDictionary<ulong, Frame> _held = [];

    /// <summary>The session.</summary>
    public ulong Id => id;

    /// <summary>The number of the first frame that is missing.</summary>
    public ulong Next => next;

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="number">Its number.</param>
    /// <param name="oldest">All before this one will not come any more.</param>
    /// <param name="deliver">Gets the frames whose turn it is.</param>
    public void Accept(in Frame frame, ulong number, ulong oldest, Action<Frame> deliver)
    {
        if (number < next)
            return;
        _held[number] = frame;
        if (oldest > next)
            Skip(oldest, deliver);
        DeliverRun(deliver);
        if (_held.Count > HeldLimit)
            Skip(_held.First().Key, deliver);
    }

    private void Skip(ulong to, Action<Frame> deliver)
    {
        while (_held.Count > 0 && _held.First() is var (number, frame) && number < to)
        {
            _held.Remove(number);
            deliver(frame);
        }
        next = to;
        DeliverRun(deliver);
    }

    private void DeliverRun(Action<Frame> deliver)
    {
        for (; _held.Remove(next, out Frame frame); next++)
            deliver(frame);
    }
}
