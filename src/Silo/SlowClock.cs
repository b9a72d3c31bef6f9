namespace MGen.Silo;

/// <summary>
/// A clock that runs <paramref name="factor"/> times slower than another: its timers fire that much later, and its time
/// of day advances that much less. The time of day is rounded to whole milliseconds.
/// </summary>
/// <param name="clock">The other clock.</param>
/// <param name="factor">Seconds of <paramref name="clock"/> per second of this clock; at least 1.</param>
/// <remarks>
/// Orleans waits until a time of day by delays of whole milliseconds, repeated until that time. With a clock
/// that has fractions of a millisecond, the last of these delays is 0, and the loop spins until the fraction is over.
/// The rounding also hides that a timer of the runtime may fire up to a millisecond early.
/// </remarks>
internal sealed class SlowClock(TimeProvider clock, int factor) : TimeProvider
{
    /// <summary>The longest time of a timer of the runtime: 2^32 - 2 ms, 49.7 days.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly DateTimeOffset _startTime = RoundToMilliseconds(clock.GetUtcNow());
    private readonly long _startTimestamp = clock.GetTimestamp();

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp() / factor;

    public override DateTimeOffset GetUtcNow() =>
        RoundToMilliseconds(_startTime + (clock.GetElapsedTime(_startTimestamp) / factor));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SlowTimer(clock.CreateTimer(callback, state, Stretch(dueTime), Stretch(period)), this);

    /// <summary>
    /// Converts a delay to the time of the other clock. Infinite remains infinite; a longer delay than
    /// <see cref="LongestDelay"/> becomes that.
    /// </summary>
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
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            timer.Change(clock.Stretch(dueTime), clock.Stretch(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
