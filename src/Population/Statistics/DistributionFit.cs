using MathNet.Numerics;
using MGen.Population.Distributions;

namespace MGen.Population.Statistics;

/// <summary>Compares counts with the distribution from which they were drawn.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">Number of draws.</param>
/// <param name="AskedMean">Mean of the distribution.</param>
/// <param name="RealisedMean">Mean of the draws.</param>
/// <param name="ChiSquare">
/// Pearson's statistic, over cells of neighbouring values with at least <see cref="LeastExpected"/> expected counts
/// each.
/// </param>
/// <param name="DegreesOfFreedom">
/// The degrees of freedom of the chi-square test; 0 if there are too few counts for a test.
/// </param>
/// <param name="PValue">
/// Probability, under the distribution, of a chi-square statistic at least as large; <c>null</c> if there is no test.
/// </param>
/// <param name="KsDistance">Kolmogorov-Smirnov distance.</param>
/// <param name="KsPValueBound">
/// Upper bound of the probability of a Kolmogorov-Smirnov distance at least as large (P. Massart, Annals of Probability
/// 18(3), 1990).
/// </param>
/// <param name="LargestDifference">Largest difference between a value's share and its probability.</param>
/// <param name="LargestDifferenceAt">The value with this difference.</param>
/// <param name="Values">All values that are possible or occurred, ascending.</param>
/// <param name="AskedShares">Probability of each value.</param>
/// <param name="RealisedCounts">Number of draws of each value.</param>
public sealed record DistributionFit(
    string Name,
    long Count,
    double AskedMean,
    double RealisedMean,
    double ChiSquare,
    int DegreesOfFreedom,
    double? PValue,
    double KsDistance,
    double KsPValueBound,
    double LargestDifference,
    int LargestDifferenceAt,
    IReadOnlyList<int> Values,
    IReadOnlyList<double> AskedShares,
    IReadOnlyList<long> RealisedCounts
)
{
    /// <summary>
    /// Smallest expected count of a cell at which the chi-square distribution is a good approximation (W. G. Cochran,
    /// Biometrics 10(4), 1954).
    /// </summary>
    public const double LeastExpected = 5;

    /// <summary>Compares counts with a distribution.</summary>
    /// <param name="name">What is counted.</param>
    /// <param name="distribution">The distribution; <c>null</c> if there are no draws.</param>
    /// <param name="counts">Number of draws of each value.</param>
    internal static DistributionFit From(
        string name,
        CountDistribution? distribution,
        IReadOnlyDictionary<int, long> counts
    )
    {
        Dictionary<int, double> asked = distribution is null
            ? []
            : distribution.Values.Zip(distribution.Probabilities).ToDictionary();
        int[] values = [.. asked.Keys.Union(counts.Keys).Order()];
        double[] shares = [.. values.Select(value => asked.GetValueOrDefault(value))];
        long[] realised = [.. values.Select(value => counts.GetValueOrDefault(value))];
        long count = realised.Sum();
        ChiSquareTest test = ChiSquareTest.From(shares, realised);
        (double ks, double difference, int at) = Differences(shares, realised, count);
        return new DistributionFit(
            name,
            count,
            distribution?.Mean ?? 0,
            count == 0 ? 0 : values.Zip(realised, (value, times) => (double)value * times).Sum() / count,
            test.Statistic,
            test.DegreesOfFreedom,
            test.PValue,
            ks,
            Math.Min(1, 2 * Math.Exp(-2 * count * ks * ks)),
            difference,
            values.Length == 0 ? 0 : values[at],
            values,
            shares,
            realised
        );
    }

    private static (double Ks, double Difference, int At) Differences(double[] shares, long[] realised, long count)
    {
        (double ks, double difference, int at, double sum) = (0, 0, 0, 0);
        for (int i = 0; i < shares.Length && count > 0; i++)
        {
            double excess = ((double)realised[i] / count) - shares[i];
            sum += excess;
            ks = Math.Max(ks, Math.Abs(sum));
            if (Math.Abs(excess) > difference)
                (difference, at) = (Math.Abs(excess), i);
        }
        return (ks, difference, at);
    }
}

/// <summary>Pearson's chi-square test of counts against a distribution.</summary>
/// <param name="Statistic">The statistic.</param>
/// <param name="DegreesOfFreedom">Number of cells minus 1; 0 if there are fewer than two cells.</param>
internal sealed record ChiSquareTest(double Statistic, int DegreesOfFreedom)
{
    /// <summary>Probability of a statistic at least as large; <c>null</c> without degrees of freedom.</summary>
    public double? PValue =>
        DegreesOfFreedom == 0 ? null : SpecialFunctions.GammaUpperRegularized(DegreesOfFreedom / 2.0, Statistic / 2);

    /// <summary>
    /// Compares counts with probabilities, value by value in ascending order; neighbouring values share a cell until
    /// its expected count is at least <see cref="DistributionFit.LeastExpected"/>.
    /// </summary>
    public static ChiSquareTest From(ReadOnlySpan<double> shares, ReadOnlySpan<long> realised)
    {
        long left = 0;
        foreach (long count in realised)
            left += count;
        double expectedLeft = left;
        double total = left;
        (double statistic, int cells, double expected, long observed) = (0, 0, 0, 0);
        for (int i = 0; i < shares.Length; i++)
        {
            expected += total * shares[i];
            observed += realised[i];
            if (expected < DistributionFit.LeastExpected || expectedLeft - expected < DistributionFit.LeastExpected)
                continue;
            statistic += (observed - expected) * (observed - expected) / expected;
            (expectedLeft, left, cells) = (expectedLeft - expected, left - observed, cells + 1);
            (expected, observed) = (0, 0);
        }
        if (cells == 0)
            return new ChiSquareTest(0, 0);
        return new ChiSquareTest(statistic + ((left - expectedLeft) * (left - expectedLeft) / expectedLeft), cells);
    }
}
