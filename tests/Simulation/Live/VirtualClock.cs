namespace MGen.Simulation.Tests.Live;

/// <summary>A clock that advances only when the test moves it, to exactly the time of the next timer.</summary>
internal sealed class VirtualClock(DateTimeOffset epoch) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<VirtualTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    public override long GetTimestamp() => Now.Ticks;

    public override DateTimeOffset GetUtcNow() => epoch + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        VirtualTimer timer = new(this, callback, state);
        lock (_gate)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Advances to the next timer, if it is before <paramref name="end"/>, and calls it on this thread.
    /// </summary>
    public bool MoveToNextTimer(TimeSpan end)
    {
        VirtualTimer? next;
        lock (_gate)
        {
            next = _timers.Where(timer => timer.DueAt < end).MinBy(timer => timer.DueAt);
            if (next is null)
                return false;
            _now = TimeSpan.FromTicks(Math.Max(_now.Ticks, next.DueAt.Ticks));
            next.DueAt = TimeSpan.MaxValue;
        }
        next.Call();
        return true;
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueAt { get; set; } = TimeSpan.MaxValue;

        public void Call() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
                DueAt = dueTime < TimeSpan.Zero ? TimeSpan.MaxValue : clock._now + dueTime;
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
