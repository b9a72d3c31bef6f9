namespace MGen.Analysis.Results;

/// <summary>
/// A histogram: bucket <c>i</c> counts latencies above <c>UpToMicroseconds[i-1]</c> (from 0 for the first) and up to
/// <c>UpToMicroseconds[i]</c>. Bounds ascend. A bucket's values lie within 1 % of its bound, or 1 microsecond; empty
/// ranges are left out, so values are near their bound even if the previous bound is far.
/// </summary>
/// <param name="UpToMicroseconds">The bounds, ascending.</param>
/// <param name="Counts">As many counts, each at least 1.</param>
public sealed record LatencyBuckets(IReadOnlyList<long> UpToMicroseconds, IReadOnlyList<long> Counts)
{
    /// <summary>The histogram without values.</summary>
    public static LatencyBuckets Empty { get; } = new([], []);

    /// <summary>The number of latencies up to a bound; a bucket counts if its bound does.</summary>
    public long CountWithin(double microseconds)
    {
        long count = 0;
        for (int i = 0; i < Counts.Count && UpToMicroseconds[i] <= microseconds; i++)
            count += Counts[i];
        return count;
    }

    /// <summary>
    /// The bound of the bucket that contains the latency of this rank, from 1; <c>null</c> if there are fewer.
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
