using Microsoft.Extensions.DependencyInjection;

namespace MGen.Membership;

/// <summary>
/// The clock for Orleans' own timers. Its time of day is read once and advances with the monotonic clock, so it does
/// not jump when the machine's clock is set. This clock may run slower than the clock on which it is based: then its
/// timers fire later by the same factor. The time of day is rounded to whole milliseconds.
/// </summary>
/// <param name="clock">The clock on which this one is based.</param>
/// <param name="factor">Seconds of <paramref name="clock"/> per second of this clock; at least 1.</param>
/// <remarks>
/// Orleans waits until a time of day by delays of whole milliseconds, repeated until that time. With the machine's
/// clock, a member would send its next probe 20 minutes late if that clock were set back by 20 minutes. With a clock
/// that has fractions of a millisecond, the last of these delays is 0, and the loop spins until the fraction is over.
/// The rounding also hides that a timer of the runtime may fire up to a millisecond early.
/// </remarks>
internal sealed class SteadyClock(TimeProvider clock, int factor = 1) : TimeProvider
{
    /// <summary>The longest time of a timer of the runtime: 2^32 - 2 ms, 49.7 days.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private static readonly string[] Areas =
    [
        TimeProviderNames.Membership,
        TimeProviderNames.SystemTimers,
        TimeProviderNames.Messaging,
        TimeProviderNames.ActivationManagement,
        TimeProviderNames.GrainDirectory,
    ];

    private readonly DateTimeOffset _startTime = RoundToMilliseconds(clock.GetUtcNow());
    private readonly long _startTimestamp = clock.GetTimestamp();

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    public override long TimestampFrequency => clock.TimestampFrequency;

    // Divided, like the time of day: both views of this clock must run at the same speed.
    public override long GetTimestamp() => clock.GetTimestamp() / factor;

    public override DateTimeOffset GetUtcNow() =>
        RoundToMilliseconds(_startTime + (clock.GetElapsedTime(_startTimestamp) / factor));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SteadyTimer(clock.CreateTimer(callback, state, Stretch(dueTime), Stretch(period)), this);

    /// <summary>
    /// Converts a delay to the time of the underlying clock. An infinite delay remains infinite; others are limited to
    /// <see cref="LongestDelay"/>.
    /// </summary>
    private TimeSpan Stretch(TimeSpan delay)
    {
        if (delay == Timeout.InfiniteTimeSpan)
            return delay;
        // Compared before the multiplication, which could overflow.
        return delay > LongestDelay / factor ? LongestDelay : delay * factor;
    }

    /// <summary>
    /// Registers a clock of this kind for all of Orleans' own timers. The time-outs of calls are among them;
    /// <see cref="TimeProviderNames.Grains"/>, the clock of grains and their timers, is not.
    /// </summary>
    public static void Register(IServiceCollection services, int factor = 1)
    {
        foreach (string area in Areas)
            services.AddKeyedSingleton<TimeProvider>(
                area,
                (services, _) => new SteadyClock(services.GetRequiredService<TimeProvider>(), factor)
            );
    }

    private static DateTimeOffset RoundToMilliseconds(DateTimeOffset time)
    {
        DateTimeOffset shifted = time.AddTicks(TimeSpan.TicksPerMillisecond / 2);
        return shifted.AddTicks(-(shifted.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private sealed class SteadyTimer(ITimer timer, SteadyClock clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            timer.Change(clock.Stretch(dueTime), clock.Stretch(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
