using MGen.Fitting.Spells;
using MGen.Model.Distributions;

namespace MGen.Fitting.Races;

/// <summary>The factors of the hazards, by kind.</summary>
/// <param name="Answer">Factor of the hazard of answering.</param>
/// <param name="Continue">Factor of the hazard of sending again after an own message.</param>
/// <param name="Begin">Factor of the hazard of ending a silence.</param>
internal readonly record struct RaceFactors(double Answer, double Continue, double Begin)
{
    /// <summary>Factors of 1.</summary>
    public static RaceFactors One => new(1, 1, 1);

    /// <summary>The factor of a kind.</summary>
    public double For(RaceKind kind) =>
        kind switch
        {
            RaceKind.Answer => Answer,
            RaceKind.Continue => Continue,
            _ => Begin,
        };

    /// <summary>Factors whose deviations from 1 are a share, from 0 to 1, of the deviations of these factors.</summary>
    public RaceFactors Deviate(double share) =>
        new(1 + (share * (Answer - 1)), 1 + (share * (Continue - 1)), 1 + (share * (Begin - 1)));

    /// <summary>The products, kind by kind.</summary>
    public static RaceFactors operator *(RaceFactors left, RaceFactors right) =>
        new(left.Answer * right.Answer, left.Continue * right.Continue, left.Begin * right.Begin);

    /// <summary>The geometric means.</summary>
    public static RaceFactors Mean(IEnumerable<RaceFactors> all)
    {
        RaceFactors[] factors = [.. all];
        double MeanOf(Func<RaceFactors, double> kind) => Math.Exp(factors.Average(one => Math.Log(kind(one))));
        return new RaceFactors(MeanOf(one => one.Answer), MeanOf(one => one.Continue), MeanOf(one => one.Begin));
    }
}

/// <summary>
/// Factors of the hazards of answering and of sending again by time since the last message, in parts of eight bins.
/// They are needed because a class has chats of different pace: the fast chats determine the first seconds, and the
/// slow chats the last minutes.
/// </summary>
/// <param name="Answer">Factors of the hazard of answering, by part.</param>
/// <param name="Continue">Factors of the hazard of sending again, by part.</param>
internal sealed record RaceShape(IReadOnlyList<double> Answer, IReadOnlyList<double> Continue)
{
    private const int BinsPerPart = 8;

    /// <summary>Number of parts.</summary>
    public const int Parts = RaceScale.BurstBins / BinsPerPart;

    /// <summary>Factors of 1.</summary>
    public static RaceShape Flat { get; } =
        new(Enumerable.Repeat(1.0, Parts).ToArray(), Enumerable.Repeat(1.0, Parts).ToArray());

    /// <summary>The part that contains a bin of <see cref="RaceScale"/>.</summary>
    public static int Part(int bin) => bin / BinsPerPart;

    /// <summary>The factor of a kind within bursts in a bin.</summary>
    public double For(RaceKind kind, int bin) => (kind == RaceKind.Answer ? Answer : Continue)[Part(bin)];

    /// <summary>The products, part by part.</summary>
    public static RaceShape operator *(RaceShape left, RaceShape right) =>
        new(
            [.. left.Answer.Zip(right.Answer, (one, other) => one * other)],
            [.. left.Continue.Zip(right.Continue, (one, other) => one * other)]
        );

    /// <summary>The geometric means.</summary>
    public static RaceShape Mean(IReadOnlyCollection<RaceShape> all)
    {
        double[] MeanOf(Func<RaceShape, IReadOnlyList<double>> kind) =>
            [.. Enumerable.Range(0, Parts).Select(part => Math.Exp(all.Average(one => Math.Log(kind(one)[part]))))];
        return new RaceShape(MeanOf(one => one.Answer), MeanOf(one => one.Continue));
    }
}

/// <summary>The kinds of messages in the race for a chat's next message.</summary>
internal enum RaceKind
{
    /// <summary>Sent after another member's message, within a burst.</summary>
    Answer,

    /// <summary>Sent after an own message, within a burst.</summary>
    Continue,

    /// <summary>Ends a silence.</summary>
    Begin,
}

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
    /// How long a burst continues without a message, in seconds: the end of the last of <see cref="BurstBins"/>, and
    /// the quiet timeout (w) of every model.
    /// </summary>
    public static readonly double QuietSeconds = Math.Round(DelayScale.Start(BurstBins), 3);

    /// <summary>Adds to each bin the time that passes in it until <paramref name="seconds"/>.</summary>
    public static void AddTime(Span<double> bins, double seconds, double weight = 1)
    {
        for (int bin = 0; bin < bins.Length && DelayScale.Start(bin) < seconds; bin++)
            bins[bin] += weight * (Math.Min(seconds, DelayScale.Start(bin + 1)) - DelayScale.Start(bin));
    }
}

/// <summary>A distribution of times, as in a weights file.</summary>
/// <param name="Seconds">The values in seconds, ascending, with millisecond resolution.</param>
/// <param name="Weights">The relative frequency of each value.</param>
public sealed record SecondsDistribution(IReadOnlyList<double> Seconds, IReadOnlyList<uint> Weights)
{
    /// <summary>The mean in seconds.</summary>
    public double Mean =>
        Seconds.Zip(Weights, (value, weight) => value * weight).Sum() / Weights.Sum(weight => (double)weight);

    /// <summary>The distribution that has one value.</summary>
    internal static SecondsDistribution Always(double seconds) => new([seconds], [1]);

    /// <summary>The share of values below a time.</summary>
    internal double ShareBelow(double seconds) =>
        Seconds.Zip(Weights).Where(entry => entry.First < seconds).Sum(entry => (double)entry.Second)
        / Weights.Sum(weight => (double)weight);

    /// <summary>The distribution as a table to draw from.</summary>
    internal WeightsTable ToTable() => WeightsTable.Create([.. Weights], [.. Seconds]);
}
