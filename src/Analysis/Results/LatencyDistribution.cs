using System.Text.Json.Serialization;

namespace MGen.Analysis.Results;

/// <summary>
/// A distribution of latencies in microseconds, of which some may never have been seen. A quantile is of all, seen or not, and what was not
/// seen is longer than everything: where a quantile falls there, it is <c>null</c>.
/// </summary>
/// <param name="Count">Latencies that were seen.</param>
/// <param name="Missing">Latencies that were owed and never seen.</param>
/// <param name="MinMicroseconds">The shortest seen, exact; as all others <c>null</c> where there is none.</param>
/// <param name="MeanMicroseconds">Mean of those seen, exact.</param>
/// <param name="P50Microseconds">Median; as all quantiles within 0.1 %.</param>
/// <param name="P90Microseconds">90th percentile.</param>
/// <param name="P99Microseconds">99th percentile.</param>
/// <param name="P999Microseconds">99.9th percentile.</param>
/// <param name="MaxMicroseconds">The longest seen, exact.</param>
/// <param name="Buckets">How many were seen of which length, to draw and to merge.</param>
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
    LatencyBuckets Buckets)
{
    /// <summary>Of nothing.</summary>
    public static LatencyDistribution Empty { get; } = new(0, 0, null, null, null, null, null, null, null, LatencyBuckets.Empty);

    /// <summary>Latencies owed, seen or not.</summary>
    [JsonIgnore]
    public long Total => Count + Missing;

    /// <summary>Share of <see cref="Total"/> that was seen and took at most so long, by the buckets; 0 of nothing.</summary>
    public double ShareWithin(double microseconds) => Total == 0 ? 0 : (double)Buckets.CountWithin(microseconds) / Total;

    /// <summary>
    /// The latency that this share of <see cref="Total"/> did not exceed, by the buckets (up to 1 % too long); <c>null</c> where it falls
    /// among what was never seen, or there is nothing.
    /// </summary>
    /// <param name="quantile">0 to 1.</param>
    public long? Quantile(double quantile) => Buckets.AtRank(QuantileRank.Of(Total, quantile));

    /// <summary>The same of those seen only: what the original's plots show.</summary>
    /// <param name="quantile">0 to 1.</param>
    public long? QuantileOfSeen(double quantile) => Buckets.AtRank(QuantileRank.Of(Count, quantile));
}
