namespace MGen.Silo;

/// <summary>
/// A clock that runs <paramref name="factor"/> times slower than another: its timers fire that much later, and its time of day advances that much less.
/// The time of day is told in whole milliseconds, rounded to the nearest.
/// </summary>
/// <param name="clock">The clock it follows.</param>
/// <param name="factor">How many seconds of <paramref name="clock"/> make one second here. At least 1.</param>
/// <remarks>
/// Orleans waits until a time of day by delays of whole milliseconds, repeated until the time has come. With a clock that tells fractions of a millisecond
/// the last of these delays is 0, and the loop spins until the fraction is over. The rounding also hides that a runtime's timer may fire a millisecond early.
/// </remarks>
internal sealed class SlowClock(TimeProvider clock, int factor) : TimeProvider
{
    /// <summary>The longest time that a timer of the runtime takes: 2^32 - 2 ms, 49.7 days.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly DateTimeOffset _startTime = RoundToMilliseconds(clock.GetUtcNow());
    private readonly long _startTimestamp = clock.GetTimestamp();

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp() / factor;

    public override DateTimeOffset GetUtcNow() => RoundToMilliseconds(_startTime + (clock.GetElapsedTime(_startTimestamp) / factor));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SlowTimer(clock.CreateTimer(callback, state, Stretch(dueTime), Stretch(period)), this);

    /// <summary>A delay in the time of the clock followed. Infinite stays infinite; more than a timer can take becomes the longest that it takes.</summary>
    private TimeSpan Stretch(TimeSpan delay)
    {
        if (delay == Timeout.InfiniteTimeSpan)
            return delay;
        return delay > LongestDelay / factor ? LongestDelay : delay * factor;
    }

    private static DateTimeOffset RoundToMilliseconds(DateTimeOffset time)
    {
        DateTimeOffset shifted = time.AddTicks(TimeSpan.TicksPerMillisecond / 2);
        return shifted.AddTicks(-(shifted.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private sealed class SlowTimer(ITimer timer, SlowClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Stretch(dueTime), clock.Stretch(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
