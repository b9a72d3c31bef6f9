using MGen.Analysis.Results;

namespace MGen.Report.Statistics;

/// <summary>
/// Bins of equal width from the start of a run (<see cref="InputSummary.RunStartUnixSeconds"/>), the same for all runs
/// in a chart. Live and simulated runs of the same people are thus aligned, whatever their clocks show.
/// </summary>
/// <param name="BinSeconds">The width of a bin in seconds.</param>
/// <param name="Count">The number of bins.</param>
internal sealed record TimeGrid(double BinSeconds, int Count)
{
    /// <summary>
    /// The usual limit of bins: at the width of a chart, a line through more of them is not readable.
    /// </summary>
    public const int Fine = 120;

    /// <summary>The limit of bins for rare events.</summary>
    public const int Coarse = 30;

    /// <summary>A rate over less than this share of a bin is mostly chance, and is left out.</summary>
    private const double LeastCoverage = 0.25;

    private static readonly double[] Widths =
    [
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        14_400,
        21_600,
        43_200,
        86_400,
    ];

    /// <summary>The finest grid of at most <paramref name="maxBins"/> bins that the runs' own bins allow.</summary>
    public static TimeGrid For(IReadOnlyCollection<AnalysisResult> runs, int maxBins)
    {
        double longest = runs.Max(Span);
        double least = Math.Max(longest / maxBins, runs.Max(run => (double)run.Volumes.BinSeconds));
        double width = Widths.FirstOrDefault(width => width >= least, least);
        return new TimeGrid(width, Math.Max(1, (int)Math.Ceiling(longest / width)));
    }

    /// <summary>The middle of a bin, in seconds from the start.</summary>
    public double Middle(int bin) => (bin + 0.5) * BinSeconds;

    /// <summary>Events per second of one run; NaN in bins that the run does not cover.</summary>
    public double[] Rates(AnalysisResult run, IReadOnlyList<long> counts)
    {
        double[] events = new double[Count];
        double[] covered = Spread(run, (bin, to, share) => events[to] += counts[bin] * share);
        return
        [
            .. events.Zip(
                covered,
                (count, seconds) => seconds < LeastCoverage * BinSeconds ? double.NaN : count / seconds
            ),
        ];
    }

    /// <summary>The mean of a value that a run has per bin; NaN in bins without a value.</summary>
    public double[] Means(AnalysisResult run, IReadOnlyList<double?> values)
    {
        double[] sums = new double[Count];
        double[] weights = new double[Count];
        Spread(
            run,
            (bin, to, share) =>
            {
                if (values[bin] is not { } value)
                    return;
                sums[to] += value * share;
                weights[to] += share;
            }
        );
        return [.. sums.Zip(weights, (sum, weight) => weight > 0 ? sum / weight : double.NaN)];
    }

    private static double Span(AnalysisResult run) =>
        run.Input is { RunStartUnixSeconds: { } first, LastUnixSeconds: { } last } ? last - first : 0;

    // Calls piece for each overlap of a run's bin with a bin of the grid: the indexes of both, and the share of the
    // run's bin that overlaps. Returns how many seconds of each bin of the grid the run covers.
    private double[] Spread(AnalysisResult run, Action<int, int, double> piece)
    {
        double[] covered = new double[Count];
        double start = run.Volumes.StartUnixSeconds - (run.Input.RunStartUnixSeconds ?? run.Volumes.StartUnixSeconds);
        double end = Math.Min(Span(run), Count * BinSeconds);
        for (int bin = 0; bin < run.Volumes.Sent.Count; bin++)
        {
            double from = Math.Max(0, start + (bin * (double)run.Volumes.BinSeconds));
            double to = Math.Min(end, start + ((bin + 1) * (double)run.Volumes.BinSeconds));
            for (int mine = (int)(from / BinSeconds); mine < Count && mine * BinSeconds < to; mine++)
            {
                double length = Math.Max(0, Math.Min(to, (mine + 1) * BinSeconds) - Math.Max(from, mine * BinSeconds));
                covered[mine] += length;
                if (length > 0)
                    piece(bin, mine, length / (to - from));
            }
        }
        return covered;
    }
}
