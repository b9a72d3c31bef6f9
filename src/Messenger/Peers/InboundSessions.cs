using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// The sessions of one recipient, whose frames may arrive on several connections. Delivers frames one at a time.
/// Thread-safe.
/// </summary>
/// <param name="deliver">Gets the frames.</param>
internal sealed class InboundSessions(Action<Frame> deliver)
{
    /// <summary>
    /// The largest number of remembered sessions. It is more than one, because connections of a restarted peer's
    /// previous session may still be read for a moment.
    /// </summary>
    private const int MaxSessions = 4;

    private readonly Lock _gate = new();
    private readonly Lock _progressGate = new(); // apart from _gate, which is held while frames are delivered
    private readonly List<InboundSession> _sessions = new(1);
    private (ulong Session, ulong Next) _progress;
    private bool _isClosed;

    /// <summary>
    /// The session of the last frame received, and the number of its first missing frame; zeros before any frame.
    /// </summary>
    public (ulong Session, ulong Next) Progress
    {
        get
        {
            lock (_progressGate)
                return _progress;
        }
    }

    /// <summary>
    /// Stops the delivery, because receipts could not be sent any more. A peer of this project keeps its frames for
    /// retransmission; frames of an original are lost.
    /// </summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }

    /// <summary>Delivers a frame of an original, which has no number and arrives once.</summary>
    public void Accept(in Frame frame)
    {
        lock (_gate)
        {
            if (!_isClosed)
                deliver(frame);
        }
    }

    /// <summary>Processes a numbered frame, which may arrive repeatedly and out of order.</summary>
    public void Accept(in Frame frame, in PeerStamp stamp)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            InboundSession session = FindOrAdd(stamp);
            session.Accept(frame, stamp.Number, stamp.Oldest, deliver);
            // Updated after the delivery, because this progress acknowledges the frames and the sender then forgets
            // them.
            lock (_progressGate)
                _progress = (session.Id, session.Next);
        }
    }

    private InboundSession FindOrAdd(in PeerStamp stamp)
    {
        ulong id = stamp.Session;
        InboundSession session = _sessions.Find(known => known.Id == id) ?? new InboundSession(id, stamp.Oldest);
        // Moved to the end: the list is in the order of use, and its first session is evicted.
        _sessions.Remove(session);
        if (_sessions.Count == MaxSessions)
            _sessions.RemoveAt(0);
        _sessions.Add(session);
        return session;
    }
}

/// <summary>
/// One session of another peer: delivers each frame once and in the order of the numbers, although frames arrive on
/// several connections and repeatedly. Not thread-safe.
/// </summary>
/// <param name="id">The session.</param>
/// <param name="next">The first expected number.</param>
internal sealed class InboundSession(ulong id, ulong next)
{
    /// <summary>
    /// The largest number of frames that are held until a missing one arrives. Beyond it the missing frame is skipped.
    /// A sender keeps as many frames for retransmission.
    /// </summary>
    public const int HeldLimit = Links.SendQueue.WrittenLimit;

    private readonly SortedDictionary<ulong, Frame> _held = [];

    /// <summary>The session.</summary>
    public ulong Id => id;

    /// <summary>The number of the first missing frame.</summary>
    public ulong Next => next;

    /// <summary>Processes a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="number">Its number.</param>
    /// <param name="oldest">
    /// The oldest frame that the sender can still retransmit; missing frames before it are skipped.
    /// </param>
    /// <param name="deliver">Gets the frames that are next in order.</param>
    public void Accept(in Frame frame, ulong number, ulong oldest, Action<Frame> deliver)
    {
        if (number < next)
            return;
        _held[number] = frame;
        // Checked after the frame was added, because it is the next one if the sender has given up all frames before
        // it.
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
