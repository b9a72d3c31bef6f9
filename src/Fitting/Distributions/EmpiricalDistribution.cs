namespace MGen.Fitting.Distributions;

/// <summary>
/// An empirical distribution: the observed values, ascending, with the number of times each was observed.
/// </summary>
public sealed class EmpiricalDistribution
{
    private EmpiricalDistribution(long[] values, long[] counts)
    {
        Values = values;
        Counts = counts;
    }

    /// <summary>The distinct values, ascending, in seconds or blocks.</summary>
    public IReadOnlyList<long> Values { get; }

    /// <summary>How often each value was observed, at least 1; in the order of <see cref="Values"/>.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>Number of observations.</summary>
    public long Total => Counts.Sum();

    /// <summary>Mean of all observations; NaN without any.</summary>
    public double Mean => Values.Zip(Counts, (value, count) => (double)value * count).Sum() / Total;

    /// <summary>Counts the values.</summary>
    public static EmpiricalDistribution From(IEnumerable<long> seen)
    {
        var counted = new SortedDictionary<long, long>();
        foreach (long value in seen)
            counted[value] = counted.GetValueOrDefault(value) + 1;
        return new EmpiricalDistribution([.. counted.Keys], [.. counted.Values]);
    }

    /// <summary>
    /// The mixture of several distributions: a draw from it first chooses one of them in proportion to its weight, and
    /// then draws from the chosen one.
    /// </summary>
    internal static EmpiricalDistribution Mixture(IEnumerable<(EmpiricalDistribution Distribution, long Weight)> parts)
    {
        const double Resolution = 1_000;
        SortedDictionary<long, double> shares = [];
        foreach ((EmpiricalDistribution distribution, long weight) in parts)
        {
            double factor = Resolution * weight / distribution.Total;
            for (int i = 0; i < distribution.Values.Count; i++)
                shares[distribution.Values[i]] =
                    shares.GetValueOrDefault(distribution.Values[i]) + (distribution.Counts[i] * factor);
        }
        return From(shares.Select(share => (share.Key, Math.Max(1, (long)Math.Round(share.Value)))));
    }

    /// <summary>Creates a distribution of counted values.</summary>
    /// <param name="counted">The values, ascending and distinct, with their counts, which are at least 1.</param>
    internal static EmpiricalDistribution From(IEnumerable<(long Value, long Count)> counted)
    {
        (long Value, long Count)[] entries = [.. counted];
        return new EmpiricalDistribution(
            [.. entries.Select(entry => entry.Value)],
            [.. entries.Select(entry => entry.Count)]
        );
    }

    /// <summary>The counts as weights of a <see cref="Model.Distributions.WeightsTable"/>.</summary>
    /// <remarks>
    /// The table's sums have 32 bits, so a weight is at most 2^32 - 1 divided by the number of weights. If a count is
    /// larger, all counts are multiplied by the same factor below 1, but every weight is at least 1.
    /// </remarks>
    public IEnumerable<long> Weights()
    {
        long largest = uint.MaxValue / Math.Max(1, Values.Count);
        double factor = Math.Min(1, (double)largest / Counts.Max());
        return Counts.Select(count => Math.Clamp((long)(count * factor), 1, largest));
    }

    /// <summary>
    /// The smallest value such that at least the share <paramref name="p"/> of all observations are at most this value.
    /// </summary>
    /// <param name="p">From 0 to 1.</param>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public long Quantile(double p)
    {
        if (Values.Count == 0)
            throw new InvalidOperationException("a distribution without values has no quantiles");
        long needed = Math.Max(1, (long)Math.Ceiling(p * Total));
        int i = 0;
        for (long seen = Counts[0]; seen < needed; seen += Counts[i])
            i++;
        return Values[i];
    }

    /// <summary>
    /// The largest distance between the two cumulative distribution functions (Kolmogorov-Smirnov statistic): 0 for
    /// equal distributions, 1 for distributions that do not overlap, NaN if one has no values.
    /// </summary>
    public double DistanceTo(EmpiricalDistribution other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Values.Count == 0 || other.Values.Count == 0)
            return double.NaN;
        (long total, long otherTotal) = (Total, other.Total);
        (int i, int j) = (0, 0);
        (long below, long otherBelow) = (0, 0);
        double largest = 0;
        while (i < Values.Count && j < other.Values.Count)
        {
            long value = Math.Min(Values[i], other.Values[j]);
            if (Values[i] == value)
                below += Counts[i++];
            if (other.Values[j] == value)
                otherBelow += other.Counts[j++];
            largest = Math.Max(largest, Math.Abs(((double)below / total) - ((double)otherBelow / otherTotal)));
        }
        return largest;
    }
}
