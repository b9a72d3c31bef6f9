using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// What has come of another peer, on all connections. Frames are given on one after the other. Any thread.
/// </summary>
/// <param name="deliver">Gets the frames.</param>
internal sealed class Inbound(Action<Frame> deliver)
{
    /// <summary>
    /// Most sessions remembered: of a peer that was started anew the old connections may still be read for a moment.
    /// </summary>
    private const int MaxSessions = 4;

    private readonly Lock _gate = new();
    private readonly Lock _progressGate = new();
    private readonly List<InboundSession> _sessions = new(1);
    private (ulong Session, ulong Next) _progress;
    private bool _isClosed;

    /// <summary>
    /// The session heard last, and the number of the first frame that is missing of it; zeros if none was heard.
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
    /// From now on nothing is given on, since it could not be answered any more. One of ours keeps what it has sent;
    /// what an original has sent is lost.
    /// </summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
    }

    /// <summary>A frame of an original came: it has no number, and comes once.</summary>
    public void Accept(in Frame frame)
    {
        lock (_gate)
        {
            if (!_isClosed)
                deliver(frame);
        }
    }

    /// <summary>A frame of one of ours came.</summary>
    public void Accept(in Frame frame, in PeerStamp stamp)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            InboundSession session = SessionOf(stamp);
            session.Accept(frame, stamp.Number, stamp.Oldest, deliver);
            lock (_progressGate)
                _progress = (session.Id, session.Next);
        }
    }

    private InboundSession SessionOf(in PeerStamp stamp)
    {
        ulong id = stamp.Session;
        InboundSession session = _sessions.Find(known => known.Id == id) ?? new InboundSession(id, stamp.Oldest);
        _sessions.Remove(session);
        if (_sessions.Count == MaxSessions)
            _sessions.RemoveAt(0);
        _sessions.Add(session);
        return session;
    }
}
