namespace MGen.Report.Statistics;

/// <summary>
/// The distribution of a set of runs: for each probability the mean over runs of that quantile, as the original's figures have it, so that a run with
/// more messages weighs no more than another.
/// </summary>
/// <param name="Points">By ascending probability.</param>
/// <param name="Runs">Runs in which there was anything to measure.</param>
/// <param name="Total">Values of all runs, those never seen included.</param>
/// <param name="Missing">Values never seen, of all runs.</param>
internal sealed record QuantileCurve(IReadOnlyList<(double Probability, MeanInterval Value)> Points, int Runs, long Total, long Missing)
{
    /// <summary>Points per nine of the tail: a reader sees no corner.</summary>
    private const int PointsPerNine = 40;

    /// <summary>Up to 0.9, where equal steps of the tail would be wide, there is a point each hundredth.</summary>
    private const int Hundredths = 90;

    /// <summary>The curve. It ends where one run has no value any more: at one value of its smallest run from the top, or where the rest was never seen.</summary>
    public static QuantileCurve Of(IEnumerable<Sample> samples)
    {
        Sample[] runs = [.. samples.Where(sample => sample.Total > 0)];
        long fewest = runs.Select(run => run.Total).DefaultIfEmpty(0).Min();
        List<(double, MeanInterval)> points = [];
        foreach (double probability in Grid(fewest))
        {
            double[] values = [.. runs.Select(run => run.Quantile(probability)).OfType<double>()];
            if (values.Length < runs.Length)
                break;
            points.Add((probability, MeanInterval.Of(values)));
        }
        return new QuantileCurve(points, runs.Length, runs.Sum(run => run.Total), runs.Sum(run => run.Missing));
    }

    /// <summary>The mean over runs of a quantile; <c>null</c> beyond the end.</summary>
    public MeanInterval? At(double probability)
    {
        foreach ((double at, MeanInterval value) in Points)
        {
            if (at >= probability - 1e-12)
                return value;
        }
        return null;
    }

    // Equal steps of a linear axis, then of the tail-log axis, and the round probabilities that people ask for.
    private static IEnumerable<double> Grid(long values)
    {
        if (values == 0)
            return [];
        double last = 1 - (1.0 / values);
        int count = (int)Math.Min(5 * PointsPerNine, Math.Floor(Math.Log10(values) * PointsPerNine));
        IEnumerable<double> body = Enumerable.Range(0, Hundredths + 1).Select(i => i / 100.0);
        IEnumerable<double> tail = Enumerable.Range(PointsPerNine, Math.Max(0, count - PointsPerNine + 1)).Select(i => 1 - Math.Pow(10, -(double)i / PointsPerNine));
        double[] asked = [0.95, 0.99, 0.999, 0.9999, Math.Min(last, 0.99999)];
        return body.Concat(tail).Concat(asked).Where(p => p <= last).Select(p => Math.Round(p, 9)).Distinct().Order();
    }
}
