using MGen.Fitting.Spells;

namespace MGen.Fitting.Races;

/// <summary>
/// How a chat is cut for the race of its members: up to <see cref="QuietSeconds"/> after a message the members race to send the next one; after that
/// the chat is silent, and they race to begin again.
/// </summary>
/// <remarks>Bins are those of <see cref="DelayScale"/>; those of beginnings count from where the silence begins.</remarks>
internal static class RaceScale
{
    /// <summary>Bins of the time since the last message.</summary>
    public const int TalkBins = 64;

    /// <summary>Bins of the time since the silence began.</summary>
    public const int SilenceBins = DelayScale.Bins;

    /// <summary>How long a talk goes on without a message, in seconds: the end of the last of <see cref="TalkBins"/>, and w of every model.</summary>
    public static readonly double QuietSeconds = Math.Round(DelayScale.Start(TalkBins), 3);

    /// <summary>Adds to each bin the time that passes in it until <paramref name="seconds"/>.</summary>
    public static void AddTime(Span<double> bins, double seconds, double weight = 1)
    {
        for (int bin = 0; bin < bins.Length && DelayScale.Start(bin) < seconds; bin++)
            bins[bin] += weight * (Math.Min(seconds, DelayScale.Start(bin + 1)) - DelayScale.Start(bin));
    }
}
