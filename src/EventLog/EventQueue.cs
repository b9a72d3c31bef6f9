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
internal sealed class EventQueue(int limit)
{
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
    private int _waiting;
    private bool _signalled;
    private bool _asleep;
    private bool _completed;

    /// <summary>How many times an adder had to wait for room.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    /// <summary>How many events came after <see cref="Complete"/>.</summary>
    public long Discarded => Interlocked.Read(ref _discarded);

    /// <summary>Most events that waited at once, those of waiting adders included; looked at every <see cref="TakenPerReport"/> events.</summary>
    public long HighWaterMark => Interlocked.Read(ref _highWaterMark);

    /// <summary>Whether no more events are taken in.</summary>
    public bool IsCompleted => Volatile.Read(ref _completed);

    /// <summary>How many events were added and not taken yet. Only for the writer.</summary>
    public long Backlog => Interlocked.Read(ref _added) - _taken;

    /// <summary>Adds an event; any thread.</summary>
    public void Add(in LogEvent item)
    {
        if (Volatile.Read(ref _completed))
        {
            Interlocked.Increment(ref _discarded);
            return;
        }
        long ticket = Interlocked.Increment(ref _added);
        if (ticket - Volatile.Read(ref _takenReported) > limit)
            WaitForRoom(ticket);
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
    public void WaitForEvents(TimeSpan linger)
    {
        WaitForSignal(linger);
        Volatile.Write(ref _asleep, true);
        Interlocked.MemoryBarrier();
        if (Backlog == 0 && !IsCompleted)
            WaitForSignal(Timeout.InfiniteTimeSpan);
        Volatile.Write(ref _asleep, false);
    }

    /// <summary>No more events will be taken in; those that are here will still be written.</summary>
    public void Complete()
    {
        Volatile.Write(ref _completed, true);
        Signal();
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

    private void WaitForRoom(long ticket)
    {
        Interlocked.Increment(ref _waits);
        Interlocked.Increment(ref _waiting);
        Signal();
        lock (_room)
        {
            while (ticket - Volatile.Read(ref _takenReported) > limit)
                Monitor.Wait(_room);
        }
        Interlocked.Decrement(ref _waiting);
    }
}
