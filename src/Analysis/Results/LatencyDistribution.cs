using System.Text.Json.Serialization;

namespace MGen.Analysis.Results;

/// <summary>
/// A distribution of latencies in microseconds, some of which may be missing. Quantiles are taken over observed and
/// missing latencies. A missing latency counts as longer than any observed one, so a quantile that falls on a missing
/// latency is <c>null</c>.
/// </summary>
/// <param name="Count">Latencies observed.</param>
/// <param name="Missing">Latencies that were owed and never observed.</param>
/// <param name="MinMicroseconds">
/// The shortest observed, exact. If none was observed, this, the mean, the maximum and the quantiles are <c>null</c>.
/// </param>
/// <param name="MeanMicroseconds">Mean of those observed, exact.</param>
/// <param name="P50Microseconds">Median. All quantiles are within 0.1 %.</param>
/// <param name="P90Microseconds">90th percentile.</param>
/// <param name="P99Microseconds">99th percentile.</param>
/// <param name="P999Microseconds">99.9th percentile.</param>
/// <param name="MaxMicroseconds">The longest observed, exact.</param>
/// <param name="Buckets">The histogram of those observed, for drawing and merging.</param>
public sealed record LatencyDistribution(
    long Count,
    long Missing,
    long? MinMicroseconds,
    double? MeanMicroseconds,
    long? P50Microseconds,
    long? P90Microseconds,
    long? P99Microseconds,
    long? P999Microseconds,
    long? MaxMicroseconds,
    LatencyBuckets Buckets
)
{
    /// <summary>The distribution without values.</summary>
    public static LatencyDistribution Empty { get; } =
        new(0, 0, null, null, null, null, null, null, null, LatencyBuckets.Empty);

    /// <summary>Latencies owed, observed or not.</summary>
    [JsonIgnore]
    public long Total => Count + Missing;

    /// <summary>
    /// Share of <see cref="Total"/> that was observed and is at most this long, by the buckets; 0 if there is none.
    /// </summary>
    public double ShareWithin(double microseconds) =>
        Total == 0 ? 0 : (double)Buckets.CountWithin(microseconds) / Total;

    /// <summary>
    /// The quantile over <see cref="Total"/>, by the buckets (up to 1 % too long); <c>null</c> if it falls on a missing
    /// latency, or if there is no latency.
    /// </summary>
    /// <param name="quantile">0 to 1.</param>
    public long? Quantile(double quantile) => Buckets.AtRank(QuantileRank.For(Total, quantile));

    /// <summary>The quantile over those observed only, as the original's plots show it.</summary>
    /// <param name="quantile">0 to 1.</param>
    public long? QuantileOfSeen(double quantile) => Buckets.AtRank(QuantileRank.For(Count, quantile));
}

/// <summary>
/// A histogram: bucket <c>i</c> counts latencies above <c>UpToMicroseconds[i-1]</c> (from 0 for the first) and up to
/// <c>UpToMicroseconds[i]</c>. Bounds ascend. Empty buckets are left out. The values of a bucket lie within 1 %
/// (or 1 microsecond) of its own bound, however far the previous bound in the list is.
/// </summary>
/// <param name="UpToMicroseconds">The bounds, ascending.</param>
/// <param name="Counts">One count per bound, each at least 1.</param>
public sealed record LatencyBuckets(IReadOnlyList<long> UpToMicroseconds, IReadOnlyList<long> Counts)
{
    /// <summary>The histogram without values.</summary>
    public static LatencyBuckets Empty { get; } = new([], []);

    /// <summary>The number of latencies in the buckets whose bounds are at most this.</summary>
    public long CountWithin(double microseconds)
    {
        long count = 0;
        for (int i = 0; i < Counts.Count && UpToMicroseconds[i] <= microseconds; i++)
            count += Counts[i];
        return count;
    }

    /// <summary>
    /// The bound of the bucket that contains the latency of this rank, from 1; <c>null</c> if there are fewer
    /// latencies.
    /// </summary>
    public long? AtRank(long rank)
    {
        long left = Math.Max(1, rank);
        for (int i = 0; i < Counts.Count; i++)
        {
            left -= Counts[i];
            if (left <= 0)
                return UpToMicroseconds[i];
        }
        return null;
    }
}

/// <summary>Ranks of quantiles among sorted values.</summary>
public static class QuantileRank
{
    /// <summary>
    /// Corrects the rounding of the share and of its product with the count, together less than three units in the last
    /// place: 0.07 * 700 is 49.000000000000007, whose ceiling would be one rank too high.
    /// </summary>
    private const double RoundingMargin = 1 - 1e-15;

    /// <summary>
    /// The rank, from 1, of a quantile among <paramref name="count"/> sorted values: the rank of the smallest value v
    /// such that at least this share of the values is at most v.
    /// </summary>
    /// <param name="count">The number of values.</param>
    /// <param name="share">From 0 to 1; 0 has the rank of the smallest value.</param>
    public static long For(long count, double share) => Math.Max(1, (long)Math.Ceiling(count * share * RoundingMargin));
}
