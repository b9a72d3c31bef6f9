using System.Collections.Concurrent;

namespace MGen.EventLog;

/// <summary>
/// Events on their way from many threads to the one writer. Adding takes no lock and makes no system call, unless the writer sleeps
/// (then it is woken) or the queue is full (then the adder waits).
/// </summary>
/// <remarks>
/// An adder first draws a ticket (<see cref="_added"/>, a full fence), then enqueues, then looks whether the writer sleeps. The writer
/// first says that it sleeps (a full fence), then looks at the tickets. So at least one sees the other and no event is left behind.
/// </remarks>
/// <param name="limit">Most events that wait.</param>
/// <param name="whenFull">What happens at the limit.</param>
/// <param name="watch">Is told when somebody waits long, or an event is dropped.</param>
internal sealed class EventQueue(int limit, FullQueue whenFull, ReaderWatch watch)
{
    /// <summary>How long an adder waits for room before that is told.</summary>
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    /// <summary>The writer tells the adders of its progress once per so many events, so that they seldom contend for the counter.</summary>
    private const int TakenPerReport = 256;

    private readonly ConcurrentQueue<LogEvent> _events = new();
    private readonly object _room = new();
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
    private bool _asleep;
    private bool _completed;
    private bool _abandoned;

    /// <summary>How many times an adder had to wait for room.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    /// <summary>How many events were dropped because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many events came after <see cref="Complete"/>, or waited for room at <see cref="Abandon"/>.</summary>
    public long Discarded => Interlocked.Read(ref _discarded);

    /// <summary>Most events that waited at once, those of waiting adders included; looked at every <see cref="TakenPerReport"/> events.</summary>
    public long HighWaterMark => Interlocked.Read(ref _highWaterMark);

    /// <summary>Whether no more events are taken in.</summary>
    public bool IsCompleted => Volatile.Read(ref _completed);

    /// <summary>Whether the writer sleeps until it is woken; then nothing waits, but for what is being added.</summary>
    public bool IsWriterAsleep => Volatile.Read(ref _asleep);

    /// <summary>How many events were added and not taken yet. Only for the writer, and for whoever holds its lock.</summary>
    public long Backlog => Interlocked.Read(ref _added) - _taken;

    /// <summary>Adds an event; any thread.</summary>
    public void Add(in LogEvent item)
    {
        if (Volatile.Read(ref _completed))
        {
            Interlocked.Increment(ref _discarded);
            return;
        }
        if (whenFull == FullQueue.Drop && Interlocked.Read(ref _added) - Volatile.Read(ref _takenReported) >= limit)
        {
            Drop();
            return;
        }
        long ticket = Interlocked.Increment(ref _added);
        if (whenFull == FullQueue.Wait && ticket - Volatile.Read(ref _takenReported) > limit && !WaitForRoom(ticket))
        {
            Interlocked.Increment(ref _discarded);
            return;
        }
        _events.Enqueue(item);
        if (Volatile.Read(ref _asleep))
            Wake();
    }

    /// <summary>Takes the oldest event; only for the writer.</summary>
    public bool TryTake(out LogEvent item)
    {
        if (!_events.TryDequeue(out item))
        {
            ReportTaken();
            return false;
        }
        if (++_taken - _takenReported >= TakenPerReport)
            ReportTaken();
        return true;
    }

    /// <summary>Gathers for <paramref name="linger"/>; if nothing came, sleeps until something does or the queue is completed. Only for the writer.</summary>
    /// <param name="linger">How long to gather.</param>
    /// <param name="writing">The writer's lock, which it holds; others may have it while it sleeps.</param>
    public void WaitForEvents(TimeSpan linger, Lock writing)
    {
        WaitForSignal(linger);
        Volatile.Write(ref _asleep, true);
        Interlocked.MemoryBarrier();
        if (Backlog == 0 && !IsCompleted)
        {
            writing.Exit();
            WaitForSignal(Timeout.InfiniteTimeSpan);
            writing.Enter();
        }
        Volatile.Write(ref _asleep, false);
    }

    /// <summary>No more events will be taken in; those that are here will still be written.</summary>
    public void Complete()
    {
        Volatile.Write(ref _completed, true);
        Signal();
    }

    /// <summary>Nobody takes events any more: whoever waits for room goes on without.</summary>
    /// <returns>How many lines the events that are here would have made.</returns>
    public long Abandon()
    {
        Complete();
        lock (_room)
        {
            _abandoned = true;
            Monitor.PulseAll(_room);
        }
        return _events.Sum(item => EventSchema.IsRepeated(item.Kind) ? (long)item.Amount : 1);
    }

    private void Drop()
    {
        Interlocked.Increment(ref _dropped);
        watch.Dropping();
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _asleep, false))
            Signal();
    }

    private void Signal()
    {
        lock (_signal)
        {
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
        Volatile.Write(ref _highWaterMark, Math.Max(_highWaterMark, Interlocked.Read(ref _added) - _takenReported));
        Volatile.Write(ref _takenReported, _taken);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _waiting) == 0)
            return;
        lock (_room)
            Monitor.PulseAll(_room);
    }

    /// <returns>Whether there is room.</returns>
    private bool WaitForRoom(long ticket)
    {
        Interlocked.Increment(ref _waits);
        Interlocked.Increment(ref _waiting);
        Signal();
        lock (_room)
        {
            while (ticket - Volatile.Read(ref _takenReported) > limit && !_abandoned)
            {
                if (!Monitor.Wait(_room, LongWait))
                    watch.Full();
            }
        }
        Interlocked.Decrement(ref _waiting);
        return !_abandoned;
    }
}
