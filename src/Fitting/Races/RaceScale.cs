using MGen.Fitting.Spells;

namespace MGen.Fitting.Races;

/// <summary>
/// Divides a chat's time: for <see cref="QuietSeconds"/> after a message, members may send within the burst; after that
/// the chat is silent, and any member may start a new burst.
/// </summary>
/// <remarks>
/// Bins are those of <see cref="DelayScale"/>; those of silences count from the start of the silence.
/// </remarks>
internal static class RaceScale
{
    /// <summary>Number of bins of the time since the last message.</summary>
    public const int BurstBins = 64;

    /// <summary>Number of bins of the time since the silence began.</summary>
    public const int SilenceBins = DelayScale.Bins;

    /// <summary>
    /// How long a burst continues without a message, in seconds: the end of the last of <see cref="BurstBins"/>, and w
    /// of every model.
    /// </summary>
    public static readonly double QuietSeconds = Math.Round(DelayScale.Start(BurstBins), 3);

    /// <summary>Adds to each bin the time that passes in it until <paramref name="seconds"/>.</summary>
    public static void AddTime(Span<double> bins, double seconds, double weight = 1)
    {
        for (int bin = 0; bin < bins.Length && DelayScale.Start(bin) < seconds; bin++)
            bins[bin] += weight * (Math.Min(seconds, DelayScale.Start(bin + 1)) - DelayScale.Start(bin));
    }
}
