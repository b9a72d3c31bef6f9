namespace MGen.Analysis.Results;

/// <summary>
/// A histogram: bucket <c>i</c> counts latencies above <c>UpToMicroseconds[i-1]</c> (from 0 for the first) and up to
/// <c>UpToMicroseconds[i]</c>. Bounds ascend; a bucket is at most 1 % of its bound wide, or 1 microsecond; empty stretches are left out, so that
/// what a bucket counts is near its bound even where the one before is far.
/// </summary>
/// <param name="UpToMicroseconds">The bounds, ascending.</param>
/// <param name="Counts">As many counts, each at least 1.</param>
public sealed record LatencyBuckets(IReadOnlyList<long> UpToMicroseconds, IReadOnlyList<long> Counts)
{
    /// <summary>Of nothing.</summary>
    public static LatencyBuckets Empty { get; } = new([], []);

    /// <summary>How many took at most so long; a bucket counts when its bound does.</summary>
    public long CountWithin(double microseconds)
    {
        long count = 0;
        for (int i = 0; i < Counts.Count && UpToMicroseconds[i] <= microseconds; i++)
            count += Counts[i];
        return count;
    }

    /// <summary>The bound of the bucket that has the latency of this rank, counted from 1; <c>null</c> if there are not so many.</summary>
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
