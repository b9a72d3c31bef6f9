using System.Collections.Concurrent;

namespace MGen.EventLog;

/// <summary>
/// The queue from many logging threads to the one writer. Adding takes no lock and makes no system call, unless the
/// writer sleeps (then it is woken) or the queue is full (then the adding thread waits).
/// </summary>
/// <remarks>
/// An adding thread takes a ticket (<see cref="_added"/>, a full fence), enqueues, and then checks whether the writer
/// sleeps. The writer announces that it sleeps (a full fence), and then checks the tickets. So the thread sees that the
/// writer sleeps, or the writer sees the ticket, and no event is left behind. <see cref="Complete"/> marks the same
/// counter. If a ticket was taken before the mark, the writer waits for its event. Otherwise the ticket shows the mark,
/// and its event counts as discarded.
/// </remarks>
/// <param name="limit">Most queued events.</param>
/// <param name="whenFull">What happens at the limit.</param>
/// <param name="watch">Notified when a thread waits long, or when an event is dropped.</param>
internal sealed class EventQueue(int limit, FullQueue whenFull, ReaderWatch watch)
{
    /// <summary>How long a thread waits for space before that is reported.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The writer publishes its progress once per this many events, to reduce contention on the counter.
    /// </summary>
    private const int TakenPerReport = 256;

    /// <summary>The bit of <see cref="_added"/> that marks a completed queue.</summary>
    private const long CompletedMark = 1L << 62;

    private readonly ConcurrentQueue<LogEvent> _events = new();

    // Objects, because Monitor cannot wait on a Lock.
    private readonly object _space = new();
    private readonly object _signal = new();
    private long _added;
    private long _taken;
    private long _takenReported;
    private long _highWaterMark;
    private long _waits;
    private long _discarded;
    private long _dropped;
    private int _waiting;
    private bool _signalled;
    private bool _asleep = true; // the writer has not started
    private bool _abandoned;

    /// <summary>How many times an adding thread had to wait for space.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    /// <summary>How many lines were dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>
    /// How many lines were added after <see cref="Complete"/>, or were waiting for space at <see cref="Abandon"/>.
    /// </summary>
    public long Discarded => Interlocked.Read(ref _discarded);

    /// <summary>
    /// The largest number of queued events, including those of waiting threads; sampled every
    /// <see cref="TakenPerReport"/> events.
    /// </summary>
    public long HighWaterMark => Interlocked.Read(ref _highWaterMark);

    /// <summary>Whether further events are discarded.</summary>
    public bool IsCompleted => (Interlocked.Read(ref _added) & CompletedMark) != 0;

    /// <summary>
    /// Whether the writer sleeps until it is woken. Then the queue is empty except for events being added.
    /// </summary>
    public bool IsWriterAsleep => Volatile.Read(ref _asleep);

    /// <summary>
    /// The number of events added and not yet taken. Only for the writer and for the holder of its lock.
    /// </summary>
    public long Backlog => Tickets - _taken;

    private long Tickets => Interlocked.Read(ref _added) & ~CompletedMark;

    /// <summary>Adds an event. Thread-safe.</summary>
    public void Add(in LogEvent item)
    {
        if (IsCompleted)
        {
            Discard(item);
            return;
        }
        // Checked before a ticket is taken, because a ticket without an event would count toward the limit. Several
        // threads may pass the check at once, so the queue may exceed its limit by the number of these threads.
        if (whenFull == FullQueue.Drop && Tickets - Volatile.Read(ref _takenReported) >= limit)
        {
            Interlocked.Add(ref _dropped, EventSchema.LinesOf(item));
            watch.Dropping();
            return;
        }
        long ticket = Interlocked.Increment(ref _added);
        // The queue was completed after the check above. Without the return of the ticket the writer would wait for its
        // event for ever.
        if ((ticket & CompletedMark) != 0)
        {
            Interlocked.Decrement(ref _added);
            Discard(item);
            return;
        }
        if (whenFull == FullQueue.Wait && ticket - Volatile.Read(ref _takenReported) > limit && !WaitForSpace(ticket))
        {
            Discard(item);
            return;
        }
        _events.Enqueue(item);
        if (Volatile.Read(ref _asleep))
            Wake();
    }

    /// <summary>Takes the oldest event. Only for the writer.</summary>
    public bool TryTake(out LogEvent item)
    {
        // If the queue is empty, report the last events taken, however few: threads may wait for their space.
        if (!_events.TryDequeue(out item))
        {
            ReportTaken();
            return false;
        }
        // Only the writer changes _taken, under its lock (see Backlog); threads without the lock read _takenReported.
        if (++_taken - _takenReported >= TakenPerReport)
            ReportTaken();
        return true;
    }

    /// <summary>Only for the writer, once, before it takes events.</summary>
    public void WriterAwakes() => Volatile.Write(ref _asleep, false);

    /// <summary>
    /// Waits for more events for <paramref name="linger"/>; if none has arrived, sleeps until an event is added or the
    /// queue is completed. Only for the writer.
    /// </summary>
    /// <param name="linger">How long to wait before sleeping.</param>
    /// <param name="writing">The writer's lock, which the caller holds; it is released while the writer sleeps.</param>
    public void WaitForEvents(TimeSpan linger, Lock writing)
    {
        WaitForSignal(linger);
        Volatile.Write(ref _asleep, true);
        Interlocked.MemoryBarrier();
        // After the barrier: a thread that does not see the writer asleep has already taken its ticket, and Backlog
        // contains the ticket.
        if (Backlog == 0 && !IsCompleted)
        {
            writing.Exit();
            WaitForSignal(Timeout.InfiniteTimeSpan);
            writing.Enter();
        }
        Volatile.Write(ref _asleep, false);
    }

    /// <summary>Discards events added from now on; queued events will still be written.</summary>
    public void Complete()
    {
        Interlocked.Or(ref _added, CompletedMark);
        Signal();
    }

    /// <summary>Stops taking events; threads that wait for space return.</summary>
    /// <returns>The number of lines that the queued events represent.</returns>
    public long Abandon()
    {
        Complete();
        lock (_space)
        {
            _abandoned = true;
            Monitor.PulseAll(_space);
        }
        return _events.Sum(item => EventSchema.LinesOf(item));
    }

    private void Discard(in LogEvent item) => Interlocked.Add(ref _discarded, EventSchema.LinesOf(item));

    private void Wake()
    {
        // Of several threads that find the writer asleep, only the one that clears the flag makes the system call.
        if (Interlocked.Exchange(ref _asleep, false))
            Signal();
    }

    private void Signal()
    {
        lock (_signal)
        {
            // A pulse wakes only threads that already wait. The flag preserves a signal that precedes the wait.
            _signalled = true;
            Monitor.Pulse(_signal);
        }
    }

    private void WaitForSignal(TimeSpan atMost)
    {
        lock (_signal)
        {
            if (!_signalled)
                Monitor.Wait(_signal, atMost);
            _signalled = false;
        }
    }

    private void ReportTaken()
    {
        Volatile.Write(ref _highWaterMark, Math.Max(_highWaterMark, Tickets - _takenReported));
        // Publish the progress, then check for waiting threads. WaitForSpace announces the wait, then checks the
        // progress, so that a thread either sees the space or is woken.
        Volatile.Write(ref _takenReported, _taken);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _waiting) == 0)
            return;
        lock (_space)
            Monitor.PulseAll(_space);
    }

    /// <returns>Whether there is space.</returns>
    private bool WaitForSpace(long ticket)
    {
        Interlocked.Increment(ref _waits);
        // Before the check of the space below: ReportTaken reads this count without the lock.
        Interlocked.Increment(ref _waiting);
        // Ends a linger of the writer, because no event arrives while all threads wait for space.
        Signal();
        lock (_space)
        {
            while (ticket - Volatile.Read(ref _takenReported) > limit && !_abandoned)
            {
                if (!Monitor.Wait(_space, LongWait))
                    watch.Full();
            }
        }
        Interlocked.Decrement(ref _waiting);
        return !_abandoned;
    }
}
