namespace MGen.Report.Statistics;

/// <summary>
/// The distribution of a set of runs: for each probability the mean over runs of that quantile, as in the original's
/// figures, so that a run with more messages has no more weight than another.
/// </summary>
/// <param name="Points">The points by ascending probability.</param>
/// <param name="Runs">The number of runs with any value, observed or missing.</param>
/// <param name="Total">Values of all runs, missing ones included.</param>
/// <param name="Missing">Missing values of all runs.</param>
internal sealed record QuantileCurve(
    IReadOnlyList<(double Probability, MeanInterval Value)> Points,
    int Runs,
    long Total,
    long Missing
)
{
    /// <summary>Most values of a single run whose curve has steps: with more, a step is too small to see.</summary>
    private const int MostSteps = 2_000;

    /// <summary>Points per nine of the tail, enough for a smooth curve.</summary>
    private const int PointsPerNine = 40;

    /// <summary>Up to 0.9, where equal steps of the tail axis would be wide, there is a point per hundredth.</summary>
    private const int Hundredths = 90;

    /// <summary>
    /// Whether the points are the steps of one run's empirical distribution function: the run's distinct values, each
    /// with the share of values that are not larger. The last step, whose share is 1, is left out.
    /// </summary>
    public bool IsExact { get; init; }

    /// <summary>
    /// Creates the curve. It ends where the first run has no value: one rank below the largest value of the run with
    /// the fewest values, or where a run's missing values begin.
    /// </summary>
    public static QuantileCurve Create(IEnumerable<Sample> samples)
    {
        Sample[] runs = [.. samples.Where(sample => sample.Total > 0)];
        if (runs is [{ Total: > 1 and <= MostSteps } alone])
            return Steps(alone);
        long fewest = runs.Select(run => run.Total).DefaultIfEmpty(0).Min();
        List<(double, MeanInterval)> points = [];
        foreach (double probability in Grid(fewest))
        {
            double[] values = [.. runs.Select(run => run.Quantile(probability)).OfType<double>()];
            if (values.Length < runs.Length)
                break;
            points.Add((probability, MeanInterval.From(values)));
        }
        return new QuantileCurve(points, runs.Length, runs.Sum(run => run.Total), runs.Sum(run => run.Missing));
    }

    /// <summary>
    /// The curve as a line: an exact curve rises at each value and is level between two values; the points of other
    /// curves are joined directly.
    /// </summary>
    public IEnumerable<(double Value, double Probability)> Line()
    {
        if (!IsExact)
            return Points.Select(point => (point.Value.Mean, point.Probability));
        return Points.SelectMany<(double Probability, MeanInterval Value), (double, double)>(
            (point, i) =>
                [(point.Value.Mean, i == 0 ? 0 : Points[i - 1].Probability), (point.Value.Mean, point.Probability)]
        );
    }

    /// <summary>
    /// The distinct values of a run, without the last rank, because its share is 1, which has no position on the tail's
    /// axis.
    /// </summary>
    private static QuantileCurve Steps(Sample run)
    {
        List<(double Probability, MeanInterval Value)> points = [];
        for (long rank = 1; rank < run.Total; rank++)
        {
            double share = (double)rank / run.Total;
            if (run.Quantile(share) is not { } value)
                break;
            if (points.Count > 0 && points[^1].Value.Mean == value)
                points.RemoveAt(points.Count - 1);
            points.Add((share, MeanInterval.From([value])));
        }
        return new QuantileCurve(points, 1, run.Total, run.Missing) { IsExact = true };
    }

    /// <summary>The mean over runs of a quantile; <c>null</c> beyond the end of the curve.</summary>
    public MeanInterval? At(double probability)
    {
        foreach ((double at, MeanInterval value) in Points)
        {
            if (at >= probability - 1e-12)
                return value;
        }
        return null;
    }

    // Equal steps of a linear axis, then of the tail axis, and the usual round probabilities.
    private static IEnumerable<double> Grid(long values)
    {
        if (values == 0)
            return [];
        double last = 1 - (1.0 / values);
        int count = (int)Math.Min(5 * PointsPerNine, Math.Floor(Math.Log10(values) * PointsPerNine));
        IEnumerable<double> body = Enumerable.Range(0, Hundredths + 1).Select(i => i / 100.0);
        IEnumerable<double> tail = Enumerable
            .Range(PointsPerNine, Math.Max(0, count - PointsPerNine + 1))
            .Select(i => 1 - Math.Pow(10, -(double)i / PointsPerNine));
        double[] asked = [0.95, 0.99, 0.999, 0.9999, Math.Min(last, 0.99999)];
        return body.Concat(tail).Concat(asked).Where(p => p <= last).Select(p => Math.Round(p, 9)).Distinct().Order();
    }
}
