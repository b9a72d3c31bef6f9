namespace MGen.Fitting.Laws;

/// <summary>A distribution as it was observed: the values, ascending, and how often each was seen.</summary>
public sealed class EmpiricalLaw
{
    private EmpiricalLaw(long[] values, long[] counts) => (Values, Counts) = (values, counts);

    /// <summary>The different values, ascending: seconds or blocks.</summary>
    public IReadOnlyList<long> Values { get; }

    /// <summary>How often each value was seen; none is 0.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>How many values were seen, repeated ones included.</summary>
    public long Total => Counts.Sum();

    /// <summary>The mean of all values seen; NaN without any.</summary>
    public double Mean => Values.Zip(Counts, (value, count) => (double)value * count).Sum() / Total;

    /// <summary>Sorts and counts.</summary>
    public static EmpiricalLaw Of(IEnumerable<long> seen)
    {
        var counted = new SortedDictionary<long, long>();
        foreach (long value in seen)
            counted[value] = counted.GetValueOrDefault(value) + 1;
        return new EmpiricalLaw([.. counted.Keys], [.. counted.Values]);
    }

    /// <summary>The law of a draw from one of several laws, each chosen in proportion to its weight.</summary>
    internal static EmpiricalLaw Mixture(IEnumerable<(EmpiricalLaw Law, long Weight)> parts)
    {
        const double Resolution = 1_000;
        SortedDictionary<long, double> shares = [];
        foreach ((EmpiricalLaw law, long weight) in parts)
        {
            double factor = Resolution * weight / law.Total;
            for (int i = 0; i < law.Values.Count; i++)
                shares[law.Values[i]] = shares.GetValueOrDefault(law.Values[i]) + (law.Counts[i] * factor);
        }
        return Of(shares.Select(share => (share.Key, Math.Max(1, (long)Math.Round(share.Value)))));
    }

    /// <summary>Of values, ascending and each once, with their counts, none of them 0.</summary>
    internal static EmpiricalLaw Of(IEnumerable<(long Value, long Count)> counted)
    {
        (long Value, long Count)[] entries = [.. counted];
        return new EmpiricalLaw([.. entries.Select(entry => entry.Value)], [.. entries.Select(entry => entry.Count)]);
    }

    /// <summary>The counts as weights of a table.</summary>
    /// <remarks>
    /// A table's sums are of 32 bits, so that a weight may be at most 2^32 - 1 over the number of weights. Should a count be larger, all are scaled
    /// down alike, none to 0.
    /// </remarks>
    public IEnumerable<long> Weights()
    {
        long largest = uint.MaxValue / Math.Max(1, Values.Count);
        double factor = Math.Min(1, (double)largest / Counts.Max());
        return Counts.Select(count => Math.Clamp((long)(count * factor), 1, largest));
    }

    /// <summary>The smallest value that at least the share <paramref name="p"/> of all values seen does not exceed.</summary>
    /// <param name="p">From 0 to 1.</param>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public long Quantile(double p)
    {
        if (Values.Count == 0)
            throw new InvalidOperationException("a law without values has no quantiles");
        long needed = Math.Max(1, (long)Math.Ceiling(p * Total));
        int i = 0;
        for (long seen = Counts[0]; seen < needed; seen += Counts[i])
            i++;
        return Values[i];
    }

    /// <summary>
    /// The largest distance between the two distribution functions (Kolmogorov and Smirnov): 0 for the same law, 1 for laws that do not overlap.
    /// NaN if one has no values.
    /// </summary>
    public double DistanceTo(EmpiricalLaw other)
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
