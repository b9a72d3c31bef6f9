using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// A distribution of waiting times. Immutable: one instance serves any number of conversations and threads. A draw does
/// not allocate.
/// </summary>
public abstract class TimeDistribution
{
    /// <summary>
    /// Longest time drawn: 100 years of 365.25 days. Longer and infinite draws become this one: far beyond any run, and
    /// far from the overflow of a clock (a <see cref="DateTimeOffset"/> has 7,900 years left).
    /// </summary>
    public static readonly TimeSpan MaxSample = TimeSpan.FromDays(36_525);

    /// <summary>
    /// Draws a time from 0 to <see cref="MaxSample"/>. A negative draw becomes 0. Fractions of a tick (100 ns) are
    /// dropped, so that a half-open range stays half-open.
    /// </summary>
    public TimeSpan Sample(ref Xoshiro256 random)
    {
        double seconds = DrawSeconds(ref random);
        if (!(seconds > 0)) // NaN as well
            return TimeSpan.Zero;
        return seconds < MaxSample.TotalSeconds ? new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond)) : MaxSample;
    }

    /// <summary>Draws a number of seconds, which may be negative, infinite or NaN.</summary>
    protected abstract double DrawSeconds(ref Xoshiro256 random);
}
