using MGen.Population.Laws;

namespace MGen.Population.Figures;

/// <summary>How realised counts compare with the law they were drawn from.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="Count">How many were drawn.</param>
/// <param name="AskedMean">The law's mean.</param>
/// <param name="RealisedMean">The mean that came out.</param>
/// <param name="ChiSquare">Pearson's statistic, over cells of neighbouring values with at least <see cref="LeastExpected"/> expected each.</param>
/// <param name="DegreesOfFreedom">Its degrees of freedom; 0 if there are too few counts for a test.</param>
/// <param name="PValue">The chance of a statistic at least as large, if the law holds; <c>null</c> if there is no test.</param>
/// <param name="KsDistance">The largest difference between the distribution functions (Kolmogorov, Smirnov).</param>
/// <param name="KsPValueBound">The chance of such a distance is at most this (P. Massart, Annals of Probability 18(3), 1990).</param>
/// <param name="LargestDifference">The largest difference between a value's realised share and its probability.</param>
/// <param name="LargestDifferenceAt">The value that has it.</param>
/// <param name="Values">All values that were asked for or came out, ascending.</param>
/// <param name="AskedShares">The probability of each value.</param>
/// <param name="RealisedCounts">How often each value came out.</param>
public sealed record LawFit(
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
    IReadOnlyList<long> RealisedCounts)
{
    /// <summary>Fewest counts expected in a cell, for the chi-square law to be a fair approximation (W. G. Cochran, Biometrics 10(4), 1954).</summary>
    public const double LeastExpected = 5;

    /// <summary>Compares.</summary>
    /// <param name="name">What is counted.</param>
    /// <param name="law">What was asked for; <c>null</c> if nothing was, and nothing is there.</param>
    /// <param name="counts">How often each value came out, by value.</param>
    internal static LawFit Of(string name, CountLaw? law, IReadOnlyDictionary<int, long> counts)
    {
        Dictionary<int, double> asked = law is null ? [] : law.Values.Zip(law.Probabilities).ToDictionary();
        int[] values = [.. asked.Keys.Union(counts.Keys).Order()];
        double[] shares = [.. values.Select(value => asked.GetValueOrDefault(value))];
        long[] realised = [.. values.Select(value => counts.GetValueOrDefault(value))];
        long count = realised.Sum();
        ChiSquareTest test = ChiSquareTest.Of(shares, realised);
        (double ks, double difference, int at) = Differences(shares, realised, count);
        return new LawFit(
            name,
            count,
            law?.Mean ?? 0,
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
            realised);
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
