using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearRegression;
using MathNet.Numerics.Statistics;

namespace MGen.Validation;

/// <summary>The statistics of the facts.</summary>
internal static class Statistics
{
    /// <summary>The empirical quantile of a sorted sample; NaN without a sample.</summary>
    public static double Quantile(IReadOnlyList<double> sorted, double share) =>
        sorted.Count == 0
            ? double.NaN
            : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];

    /// <summary>The median; sorts the sample.</summary>
    public static double Median(List<double> sample)
    {
        sample.Sort();
        return Quantile(sample, 0.5);
    }

    /// <summary>
    /// The maximum log-likelihood per value of a log-normal distribution minus that of an exponential distribution, for
    /// a sample of positive values; positive if the log-normal one fits better.
    /// </summary>
    public static double LogNormalOverExponential(IReadOnlyList<double> sample)
    {
        double mean = sample.Average();
        double logMean = sample.Average(Math.Log);
        double logDeviation = sample.Select(value => Math.Log(value)).PopulationStandardDeviation();
        double logNormal = -logMean - Math.Log(logDeviation) - (0.5 * Math.Log(2 * Math.PI)) - 0.5;
        return logNormal + Math.Log(mean) + 1;
    }

    /// <summary>
    /// The maximum log-likelihood per value of a power law minus that of a geometric distribution, both on the whole
    /// numbers from 1 to <paramref name="most"/>; positive if the power law fits better.
    /// </summary>
    public static double PowerLawOverGeometric(IReadOnlyList<double> sample, int most)
    {
        double mean = sample.Average();
        double logMean = sample.Average(Math.Log);
        double power = Maximum(
            exponent =>
                (-exponent * logMean) - Math.Log(Enumerable.Range(1, most).Sum(value => Math.Pow(value, -exponent))),
            -10,
            20
        );
        double geometric = Maximum(
            rate => (-rate * mean) - Math.Log(Enumerable.Range(1, most).Sum(value => Math.Exp(-rate * value))),
            -10,
            20
        );
        return power - geometric;
    }

    /// <summary>
    /// Burstiness, (sd - mean) / (sd + mean): -1 for equal gaps, 0 for a Poisson process, close to 1 for bursts (K.-I.
    /// Goh, A.-L. Barabási, EPL 81, 2008).
    /// </summary>
    public static double Burstiness(IReadOnlyList<double> gaps)
    {
        (double mean, double deviation) = (gaps.Average(), gaps.PopulationStandardDeviation());
        return (deviation - mean) / (deviation + mean);
    }

    /// <summary>The correlation of consecutive gaps between messages; NaN if they do not vary.</summary>
    public static double Memory(IReadOnlyList<double> gaps) => Correlation.Pearson(gaps.SkipLast(1), gaps.Skip(1));

    /// <summary>The slope of the logarithm of counts over the logarithm of their rank.</summary>
    public static double RankSlope(IEnumerable<long> counts)
    {
        double[] logCounts = [.. counts.OrderDescending().Select(count => Math.Log(count))];
        double[] logRanks = [.. Enumerable.Range(1, logCounts.Length).Select(rank => Math.Log(rank))];
        return SimpleRegression.Fit(logRanks, logCounts).B;
    }

    /// <summary>
    /// The Kolmogorov-Smirnov distance of a sample of counts to a log-normal distribution of the same mean and
    /// variance.
    /// </summary>
    public static double DistanceToLogNormal(IReadOnlyList<int> counts)
    {
        double mean = counts.Average();
        double variance = counts.Select(count => (double)count).PopulationVariance();
        double sigma = Math.Sqrt(Math.Log(1 + (variance / (mean * mean))));
        double mu = Math.Log(mean) - (sigma * sigma / 2);
        return Distance(counts, count => Normal.CDF(0, 1, (Math.Log(count + 0.5) - mu) / sigma));
    }

    /// <summary>
    /// The Kolmogorov-Smirnov distance of a sample of counts to an exponential distribution of the same mean.
    /// </summary>
    public static double DistanceToExponential(IReadOnlyList<int> counts)
    {
        double mean = counts.Average();
        return Distance(counts, count => 1 - Math.Exp(-(count + 0.5) / mean));
    }

    private static double Distance(IReadOnlyList<int> counts, Func<int, double> cumulative)
    {
        double largest = 0;
        int below = 0;
        foreach (IGrouping<int, int> same in counts.GroupBy(count => count).OrderBy(same => same.Key))
        {
            largest = Math.Max(
                largest,
                same.Key == 0 ? 0 : Math.Abs(((double)below / counts.Count) - cumulative(same.Key - 1))
            );
            below += same.Count();
            largest = Math.Max(largest, Math.Abs(((double)below / counts.Count) - cumulative(same.Key)));
        }
        return largest;
    }

    /// <summary>
    /// The largest value of a unimodal function, by golden-section search. MathNet's search rejects values that are not
    /// finite, and such values occur far from the maximum.
    /// </summary>
    private static double Maximum(Func<double, double> function, double low, double high)
    {
        double golden = (Math.Sqrt(5) - 1) / 2;
        for (int step = 0; step < 60; step++)
        {
            double left = high - (golden * (high - low));
            double right = low + (golden * (high - low));
            (low, high) = function(left) < function(right) ? (left, high) : (low, right);
        }
        return function((low + high) / 2);
    }
}
