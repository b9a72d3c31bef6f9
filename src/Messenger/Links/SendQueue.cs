using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// The outgoing frames of a conversation; it outlives the conversation's connections. A frame is <em>pending</em> until
/// it is written to a connection, then <em>written</em> until it is confirmed, that is, known to have arrived. On a new
/// connection the unconfirmed frames become pending again (<see cref="Resume"/> or <see cref="Restart"/>; between peers
/// <see cref="RequeueWritten"/>), so that none is lost with a connection. Thread-safe: conversations enqueue,
/// connections dequeue.
/// </summary>
/// <remarks>
/// With resumption, a frame is confirmed by the server's count, or by a receipt for it or a later message; between
/// peers of this program, by the count in a stamp. Otherwise a frame counts as confirmed once it is flushed, because
/// there is no later evidence.
/// </remarks>
internal sealed class SendQueue
{
    /// <summary>
    /// The largest number of pending frames. Beyond it the oldest is dropped. They use 1.5 MB per conversation, which
    /// is reached only after days without a server.
    /// </summary>
    public const int PendingLimit = 65_536;

    /// <summary>
    /// The largest number of written frames that are kept for retransmission. Beyond it the oldest counts as confirmed.
    /// The kernels' buffers hold far fewer frames at a messenger's rate.
    /// </summary>
    public const int WrittenLimit = 4_096;

    /// <summary>
    /// A frame that was written longer than this before the connection's last write has surely arrived, because
    /// <see cref="Dialing.SocketSettings"/> breaks a connection whose bytes stay unacknowledged for this time. Used
    /// only if the server reports no count, so that a user who only receives does not retransmit thousands of receipts.
    /// </summary>
    private static readonly TimeSpan SurelyArrivedAfter = TimeSpan.FromSeconds(60);

    /// <summary>The largest capacity that an empty queue keeps. The memory of a larger one is released.</summary>
    private const int KeptCapacity = 64;

    private readonly Lock _gate = new();
    private Queue<OutgoingFrame> _pending = new();
    private Queue<WrittenFrame> _written = new();
    private ulong _confirmed;
    private int _unflushed;
    private TimeSpan _lastWrittenAt;
    private int _toRetransmit; // how many frames at the head of _pending were written before

    /// <summary>Frames that have not been flushed to a socket.</summary>
    public int UnsentCount
    {
        get
        {
            lock (_gate)
                return _pending.Count + _unflushed;
        }
    }

    /// <summary>
    /// The number of the oldest unconfirmed frame. Frames are numbered from 0, in the order in which they are first
    /// written.
    /// </summary>
    public ulong Oldest
    {
        get
        {
            lock (_gate)
                return _confirmed;
        }
    }

    /// <summary>Messages (not receipts) that were flushed and are not confirmed.</summary>
    public int UnconfirmedMessages
    {
        get
        {
            lock (_gate)
                return _written.Take(_written.Count - _unflushed).Count(written => !written.Frame.IsReceipt);
        }
    }

    /// <summary>Whether there is a frame to write.</summary>
    public bool HasWork(bool includeWritten)
    {
        lock (_gate)
            return _pending.Count > 0 || (includeWritten && _written.Count > 0);
    }

    /// <summary>Adds a frame at the end.</summary>
    /// <returns>
    /// Whether nothing was dropped. At the limit the oldest pending frame is dropped, or the new frame if the oldest
    /// was written before, because the other end expects the number of a written frame.
    /// </returns>
    public bool Enqueue(in OutgoingFrame frame)
    {
        lock (_gate)
        {
            bool hasRoom = _pending.Count < PendingLimit;
            if (!hasRoom && _toRetransmit > 0)
                return false; // the head has a number, for which the other end would wait
            if (!hasRoom)
                _pending.Dequeue();
            _pending.Enqueue(frame);
            return hasRoom;
        }
    }

    /// <summary>Takes the next frame to write.</summary>
    /// <param name="now">The current time; it must not decrease between calls.</param>
    /// <param name="frame">The frame, if the result is <c>true</c>.</param>
    /// <param name="isFirstWrite">Whether it is written for the first time.</param>
    public bool TryTake(TimeSpan now, out OutgoingFrame frame, out bool isFirstWrite) =>
        TryTake(now, out frame, out isFirstWrite, out _);

    /// <summary>Takes the next frame to write, with its number, which is the same each time it is written.</summary>
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
            // Frames to retransmit are at the head: when none is left, every further one is new.
            isFirstWrite = _toRetransmit == 0;
            _toRetransmit = Math.Max(0, _toRetransmit - 1);
            return true;
        }
    }

    /// <summary>Records that all frames taken so far were flushed to the socket.</summary>
    /// <param name="resumable">Whether the other end reports later which of them have arrived.</param>
    public void Flushed(bool resumable)
    {
        lock (_gate)
        {
            _unflushed = 0;
            Confirm(resumable ? Math.Max(0, _written.Count - WrittenLimit) : _written.Count);
            ReleaseCapacity(ref _pending);
        }
    }

    /// <summary>Confirms all frames before this number, whether they are written or pending again.</summary>
    public void ConfirmBefore(ulong number)
    {
        lock (_gate)
        {
            ulong arrived = number > _confirmed ? number - _confirmed : 0;
            int written = (int)Math.Min(arrived, (ulong)_written.Count);
            Confirm(written);
            // The other end may acknowledge frames before the flush that carries them has returned here.
            _unflushed = Math.Min(_unflushed, _written.Count);
            // If no written frame is left, further confirmed ones may be among those that wait for retransmission.
            if (_written.Count > 0)
                return;
            for (
                ulong again = Math.Min(arrived - (ulong)written, (ulong)_toRetransmit);
                again > 0;
                again--, _toRetransmit--, _confirmed++
            )
                _pending.Dequeue();
        }
    }

    /// <summary>Makes all written frames pending again.</summary>
    public void RequeueWritten()
    {
        lock (_gate)
            MakeWrittenPending();
    }

    /// <summary>
    /// Confirms message <paramref name="id"/>, for which a receipt arrived, and all frames written before it.
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
    /// Starts a connection that resumes a session: confirms the session's first <paramref name="received"/> frames and
    /// makes the others pending again.
    /// </summary>
    public void Resume(ulong received)
    {
        lock (_gate)
        {
            ulong arrived = received > _confirmed ? Math.Min(received - _confirmed, (ulong)_written.Count) : 0;
            Confirm((int)arrived);
            // The server's count applies even if it is lower than the count here, so that both ends number frames
            // alike.
            _confirmed = received;
            MakeWrittenPending();
        }
    }

    /// <summary>
    /// Starts a connection with a new session or without one: numbers from 0 again, and makes all unconfirmed frames
    /// pending, except those that have surely arrived.
    /// </summary>
    public void Restart()
    {
        lock (_gate)
        {
            while (_written.TryPeek(out WrittenFrame oldest) && _lastWrittenAt - oldest.WrittenAt > SurelyArrivedAfter)
                _written.Dequeue();
            // A new session numbers from 0; frames that are pending again keep their order.
            _confirmed = 0;
            MakeWrittenPending();
        }
    }

    private void Confirm(int count)
    {
        _confirmed += (ulong)count;
        for (; count > 0; count--)
            _written.Dequeue();
        ReleaseCapacity(ref _written);
    }

    private void MakeWrittenPending()
    {
        _unflushed = 0;
        if (_written.Count == 0)
            return;
        _toRetransmit += _written.Count;
        // A queue cannot be extended at its head. This happens once per lost connection.
        Queue<OutgoingFrame> all = new(_written.Count + _pending.Count);
        foreach ((OutgoingFrame frame, _) in _written)
            all.Enqueue(frame);
        foreach (OutgoingFrame frame in _pending)
            all.Enqueue(frame);
        _pending = all;
        _written = new Queue<WrittenFrame>();
    }

    private static void ReleaseCapacity<T>(ref Queue<T> queue)
    {
        if (queue.Count == 0 && queue.Capacity > KeptCapacity)
            queue = new Queue<T>();
    }

    private readonly record struct WrittenFrame(OutgoingFrame Frame, TimeSpan WrittenAt);
}

/// <summary>A message or receipt to send: the few fields from which its header is encoded when it is written.</summary>
/// <param name="Target">The group of a message, or the user who receives the receipt.</param>
/// <param name="Id">The number of the message, or of the message that the receipt acknowledges.</param>
/// <param name="Size">The message's size in bytes; 0 for a receipt.</param>
/// <param name="PlannedAt">When a message was due, or a receipt was created, on the scheduler's time line.</param>
internal readonly record struct OutgoingFrame(Identifier Target, uint Id, uint Size, TimeSpan PlannedAt)
{
    /// <summary>Whether it is a receipt.</summary>
    public bool IsReceipt => Size == 0;

    /// <summary>Creates the frame that <paramref name="sender"/> sends.</summary>
    public Frame ToFrame(Identifier sender) =>
        IsReceipt ? Frame.Receipt(sender, Target, Id) : Frame.Message(sender, Target, Id, Size);
}
