namespace MGen.Messenger.Links;

/// <summary>
/// A conversation's outgoing frames, across all its links. Each goes through two queues: <em>pending</em> until it is
/// written to a link, then <em>written</em> until the server is known to have it. A new link begins with what is still
/// in the second (<see cref="Resume"/>, or <see cref="Restart"/>), so nothing is lost with a link. Any thread may call
/// it.
/// </summary>
/// <remarks>
/// A frame is known to be with the server: where resumption was negotiated, when the server's count, or a receipt for
/// that message or a later one, says so; without, when its flush has ended, for nothing more can be known.
/// </remarks>
internal sealed class Outbox
{
    /// <summary>
    /// Most frames that wait for a link; beyond it the oldest is given up. 1.5 MB per conversation if ever reached,
    /// after days without a server.
    /// </summary>
    public const int PendingLimit = 65_536;

    /// <summary>
    /// Most written frames that are kept for a next link; beyond it the oldest is taken to have arrived. Far more than
    /// the kernels' buffers hold at a messenger's pace.
    /// </summary>
    public const int WrittenLimit = 4_096;

    /// <summary>
    /// What was written so long before the last write of a link has arrived: <see cref="Dialing.SocketSettings"/>
    /// breaks a link on which bytes stay unacknowledged for that time. Only used where no count tells better, so that a
    /// mere listener does not repeat thousands of receipts.
    /// </summary>
    private static readonly TimeSpan SurelyArrivedAfter = TimeSpan.FromSeconds(60);

    /// <summary>An empty queue larger than this is given back.</summary>
    private const int KeptCapacity = 64;

    private readonly Lock _gate = new();
    private Queue<OutgoingFrame> _pending = new();
    private Queue<WrittenFrame> _written = new();
    private ulong _confirmed;
    private int _unflushed;
    private TimeSpan _lastWrittenAt;
    private int _takenBefore;

    /// <summary>Frames that were not flushed to a link's socket yet.</summary>
    public int UnsentCount
    {
        get
        {
            lock (_gate)
                return _pending.Count + _unflushed;
        }
    }

    /// <summary>
    /// The number of the oldest frame that is not known to have arrived, counted from the first one ever taken.
    /// </summary>
    public ulong Oldest
    {
        get
        {
            lock (_gate)
                return _confirmed;
        }
    }

    /// <summary>Messages (not receipts) that were flushed and are not known to have arrived.</summary>
    public int UnconfirmedMessages
    {
        get
        {
            lock (_gate)
                return _written.Take(_written.Count - _unflushed).Count(written => !written.Frame.IsReceipt);
        }
    }

    /// <summary>Whether there is anything to write, or, if a link has ended, to write again.</summary>
    public bool HasWork(bool again)
    {
        lock (_gate)
            return _pending.Count > 0 || (again && _written.Count > 0);
    }

    /// <summary>Adds a frame behind all others.</summary>
    /// <returns>
    /// Whether there was room; if not, the oldest pending frame was given up for it, or it was itself, if the oldest
    /// was written to a link before: the other end counts that one.
    /// </returns>
    public bool Enqueue(in OutgoingFrame frame)
    {
        lock (_gate)
        {
            bool hasRoom = _pending.Count < PendingLimit;
            if (!hasRoom && _takenBefore > 0)
                return false;
            if (!hasRoom)
                _pending.Dequeue();
            _pending.Enqueue(frame);
            return hasRoom;
        }
    }

    /// <summary>Takes the next frame to write.</summary>
    /// <param name="now">The time, which never goes back.</param>
    /// <param name="frame">The frame, if there is one.</param>
    /// <param name="isFirstWrite">Whether it is a message that was never written to any link before.</param>
    public bool TryTake(TimeSpan now, out OutgoingFrame frame, out bool isFirstWrite) =>
        TryTake(now, out frame, out isFirstWrite, out _);

    /// <summary>
    /// Takes the next frame to write, with its number, the same each time it is written: from 0, in the order of the
    /// first taking.
    /// </summary>
    public bool TryTake(TimeSpan now, out OutgoingFrame frame, out bool isFirstWrite, out ulong number)
    {
        lock (_gate)
        {
            isFirstWrite = false;
            number = _confirmed + (ulong)_written.Count;
            if (!_pending.TryDequeue(out frame))
                return false;
            _written.Enqueue(new WrittenFrame(frame, now));
            _lastWrittenAt = now;
            _unflushed++;
            isFirstWrite = !frame.IsReceipt && _takenBefore == 0;
            _takenBefore = Math.Max(0, _takenBefore - 1);
            return true;
        }
    }

    /// <summary>All frames taken so far were flushed to the link's socket.</summary>
    /// <param name="resumable">Whether the link can tell later which of them arrived.</param>
    public void Flushed(bool resumable)
    {
        lock (_gate)
        {
            _unflushed = 0;
            Confirm(resumable ? Math.Max(0, _written.Count - WrittenLimit) : _written.Count);
            GiveBack(ref _pending);
        }
    }

    /// <summary>
    /// The other end has all frames before this number, be they written or waiting to be written again.
    /// </summary>
    public void ConfirmBefore(ulong number)
    {
        lock (_gate)
        {
            ulong arrived = number > _confirmed ? number - _confirmed : 0;
            int written = (int)Math.Min(arrived, (ulong)_written.Count);
            Confirm(written);
            _unflushed = Math.Min(_unflushed, _written.Count);
            if (_written.Count > 0)
                return;
            for (
                ulong again = Math.Min(arrived - (ulong)written, (ulong)_takenBefore);
                again > 0;
                again--, _takenBefore--, _confirmed++
            )
                _pending.Dequeue();
        }
    }

    /// <summary>Makes all that was written and is not known to have arrived pending again.</summary>
    public void WriteAgain()
    {
        lock (_gate)
            MakeWrittenPending();
    }

    /// <summary>
    /// A receipt for our message <paramref name="id"/> came: the server has that message and all that was written
    /// before it.
    /// </summary>
    public void ConfirmThrough(uint id)
    {
        lock (_gate)
        {
            int place = 0;
            foreach ((OutgoingFrame frame, _) in _written)
            {
                place++;
                if (frame.Id != id || frame.IsReceipt)
                    continue;
                Confirm(place);
                return;
            }
        }
    }

    /// <summary>
    /// A link of a known session begins: the server has the session's first <paramref name="received"/> frames, the
    /// others are pending again.
    /// </summary>
    public void Resume(ulong received)
    {
        lock (_gate)
        {
            ulong arrived = received > _confirmed ? Math.Min(received - _confirmed, (ulong)_written.Count) : 0;
            Confirm((int)arrived);
            _confirmed = received;
            MakeWrittenPending();
        }
    }

    /// <summary>
    /// A link of a new session begins, or one without sessions: all that is not known to be with the server is pending
    /// again.
    /// </summary>
    public void Restart()
    {
        lock (_gate)
        {
            while (_written.TryPeek(out WrittenFrame oldest) && _lastWrittenAt - oldest.WrittenAt > SurelyArrivedAfter)
                _written.Dequeue();
            _confirmed = 0;
            MakeWrittenPending();
        }
    }

    private void Confirm(int count)
    {
        _confirmed += (ulong)count;
        for (; count > 0; count--)
            _written.Dequeue();
        GiveBack(ref _written);
    }

    private void MakeWrittenPending()
    {
        _unflushed = 0;
        if (_written.Count == 0)
            return;
        _takenBefore += _written.Count;
        Queue<OutgoingFrame> all = new(_written.Count + _pending.Count);
        foreach ((OutgoingFrame frame, _) in _written)
            all.Enqueue(frame);
        foreach (OutgoingFrame frame in _pending)
            all.Enqueue(frame);
        _pending = all;
        _written = new Queue<WrittenFrame>();
    }

    private static void GiveBack<T>(ref Queue<T> queue)
    {
        if (queue.Count == 0 && queue.Capacity > KeptCapacity)
            queue = new Queue<T>();
    }

    private readonly record struct WrittenFrame(OutgoingFrame Frame, TimeSpan WrittenAt);
}
