using System.Numerics;

namespace MGen.Messenger.Measurement;

/// <summary>
/// A histogram of durations with 32 buckets per doubling, from 1 microsecond. A quantile is at most 3.2 % above the
/// recorded duration and never below it. Uses 14 KB; recording allocates nothing. Thread-safe.
/// </summary>
public sealed class LatencyHistogram
{
    private const int BucketBits = 5;
    private const int BucketsPerDoubling = 1 << BucketBits;

    /// <summary>The longest <see cref="TimeSpan"/> is below 2^60 microseconds.</summary>
    private const int MaxShift = 59 - BucketBits;

    private readonly long[] _counts = new long[(MaxShift + 2) * BucketsPerDoubling];
    private long _maxMicroseconds;

    /// <summary>Records a duration. A negative one counts as 0.</summary>
    public void Record(TimeSpan duration)
    {
        long microseconds = Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        // Raise the maximum before the count, and read it last in Snapshot. Otherwise a snapshot could contain a
        // duration above its maximum, and would report a quantile below this duration.
        for (long seen = Volatile.Read(ref _maxMicroseconds); microseconds > seen; )
        {
            // Another thread may have raised the maximum meanwhile: then compare with its value.
            long before = Interlocked.CompareExchange(ref _maxMicroseconds, microseconds, seen);
            seen = before == seen ? microseconds : before;
        }
        Interlocked.Increment(ref _counts[BucketOf(microseconds)]);
    }

    /// <summary>Returns count and quantiles of all durations recorded so far.</summary>
    public HistogramSnapshot Snapshot()
    {
        long[] counts = [.. _counts]; // a copy, so that count and quantiles are of the same durations
        long total = counts.Sum();
        long max = Volatile.Read(ref _maxMicroseconds);
        TimeSpan At(double quantile) => TimeSpan.FromMicroseconds(Math.Min(max, Quantile(counts, total, quantile)));
        return new HistogramSnapshot(total, At(0.5), At(0.9), At(0.99), TimeSpan.FromMicroseconds(max));
    }

    private static long Quantile(long[] counts, long total, double quantile)
    {
        long rank = (long)Math.Ceiling(total * quantile);
        for (int index = 0; index < counts.Length && total > 0; index++)
        {
            rank -= counts[index];
            if (rank <= 0)
                return HighestIn(index);
        }
        return 0;
    }

    /// <summary>
    /// Below 64, each number of microseconds has its own bucket. From 64 on, the exponent selects a group of 32
    /// buckets, and the five bits below the leading one select a bucket of the group.
    /// </summary>
    private static int BucketOf(long microseconds)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)microseconds) - BucketBits);
        return (shift * BucketsPerDoubling) + (int)(microseconds >> shift);
    }

    /// <summary>
    /// The longest duration of a bucket, in microseconds, so that a quantile is never reported too low.
    /// </summary>
    private static long HighestIn(int index)
    {
        int shift = Math.Max(0, (index / BucketsPerDoubling) - 1);
        return ((index - (shift * BucketsPerDoubling) + 1L) << shift) - 1;
    }
}

/// <summary>Quantiles of recorded durations. All are zero if there were none.</summary>
/// <param name="Count">How many durations were recorded.</param>
/// <param name="P50">The median; like all quantiles at most 3.2 % too high.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The longest duration, exact to a microsecond.</param>
public sealed record HistogramSnapshot(long Count, TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max);
