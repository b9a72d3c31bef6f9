using System.Text.Json.Serialization;

namespace MGen.Analysis.Results;

/// <summary>
/// A distribution of latencies in microseconds, some of which may be missing. Quantiles are taken over all, and a
/// missing latency is longer than any other: a quantile that falls on one is <c>null</c>.
/// </summary>
/// <param name="Count">Latencies observed.</param>
/// <param name="Missing">Latencies that were owed and never observed.</param>
/// <param name="MinMicroseconds">The shortest observed, exact; like all others <c>null</c> if there is none.</param>
/// <param name="MeanMicroseconds">Mean of those observed, exact.</param>
/// <param name="P50Microseconds">Median; like all quantiles within 0.1 %.</param>
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
    LatencyBuckets Buckets)
{
    /// <summary>The distribution without values.</summary>
    public static LatencyDistribution Empty { get; } = new(0, 0, null, null, null, null, null, null, null, LatencyBuckets.Empty);

    /// <summary>Latencies owed, observed or not.</summary>
    [JsonIgnore]
    public long Total => Count + Missing;

    /// <summary>
    /// Share of <see cref="Total"/> that was observed and is at most this long, by the buckets; 0 if there is none.
    /// </summary>
    public double ShareWithin(double microseconds) => Total == 0 ? 0 : (double)Buckets.CountWithin(microseconds) / Total;

    /// <summary>
    /// The quantile over <see cref="Total"/>, by the buckets (up to 1 % too long); <c>null</c> if it falls on a missing
    /// one, or there is none.
    /// </summary>
    /// <param name="quantile">0 to 1.</param>
    public long? Quantile(double quantile) => Buckets.AtRank(QuantileRank.For(Total, quantile));

    /// <summary>The quantile over those observed only, as the original's plots show it.</summary>
    /// <param name="quantile">0 to 1.</param>
    public long? QuantileOfSeen(double quantile) => Buckets.AtRank(QuantileRank.For(Count, quantile));
}
