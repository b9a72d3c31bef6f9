using System.Collections.Concurrent;

namespace MGen.Contract;

/// <summary>
/// A clock that knows which timers wait, and counts those that fired: what an idle process wakes up for, without
/// waiting for it.
/// </summary>
/// <param name="clock">The clock that tells the time and fires the timers.</param>
public sealed class ArmedTimers(TimeProvider clock) : TimeProvider
{
    private readonly ConcurrentDictionary<WatchedTimer, bool> _timers = new();
    private long _fired;

    /// <summary>How often timers fired so far.</summary>
    public long Fired => Interlocked.Read(ref _fired);

    /// <summary>
    /// How often per second the pending timers would fire if each were armed again with the same delay; 0 without a
    /// pending timer.
    /// </summary>
    public double WakeUpsPerSecond =>
        _timers.Keys.Sum(timer => timer.Interval is { } interval ? 1 / interval.TotalSeconds : 0);

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        WatchedTimer timer = new(this, callback, state);
        timer.Start(clock, dueTime, period);
        return timer;
    }

    private sealed class WatchedTimer(ArmedTimers owner, TimerCallback callback, object? state) : ITimer
    {
        private ITimer? _timer;
        private bool _isPeriodic;

        /// <summary>The time between two calls; <c>null</c> when the timer does not wait.</summary>
        public TimeSpan? Interval { get; private set; }

        public void Start(TimeProvider clock, TimeSpan dueTime, TimeSpan period)
        {
            _timer = clock.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            owner._timers[this] = true;
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _isPeriodic = period > TimeSpan.Zero;
            Interval =
                dueTime < TimeSpan.Zero ? null
                : _isPeriodic ? period
                : dueTime;
            return _timer!.Change(dueTime, period);
        }

        public void Dispose()
        {
            owner._timers.TryRemove(this, out _);
            _timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            Interlocked.Increment(ref owner._fired);
            if (!_isPeriodic)
                Interval = null; // unless the callback arms it again
            callback(state);
        }
    }
}
