using MGen.Model.Conversations;

namespace MGen.Fitting.Races;

/// <summary>What the silences of a chat are counted on: the clock of its members' idle delays, as the machine has it.</summary>
/// <param name="Rate">The chat's rate.</param>
/// <param name="Rhythm">The hours of its people, from Monday 0 h; <c>null</c>: all hours alike.</param>
internal readonly record struct IdleClock(double Rate, Rhythm? Rhythm = null)
{
    /// <summary>1970-01-01 was a Thursday.</summary>
    private static readonly TimeSpan EpochInWeek = TimeSpan.FromDays(3);

    /// <summary>How much of a gap between messages is silence, in seconds of the clock; 0 if the talk goes on.</summary>
    /// <param name="from">When the gap begins, in milliseconds since 1970 on the people's own clocks.</param>
    /// <param name="seconds">How long it is.</param>
    public double SecondsOfSilence(long from, double seconds)
    {
        double silence = seconds - RaceScale.QuietSeconds;
        if (silence <= 0)
            return 0;
        if (Rhythm is null)
            return silence * Rate;
        TimeSpan begin = EpochInWeek + TimeSpan.FromMilliseconds(from) + TimeSpan.FromSeconds(RaceScale.QuietSeconds);
        return Rhythm.ActivityBetween(begin, begin + TimeSpan.FromSeconds(silence)).TotalSeconds * Rate;
    }
}
