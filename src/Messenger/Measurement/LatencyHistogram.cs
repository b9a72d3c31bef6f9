using System.Numerics;

namespace MGen.Messenger.Measurement;

/// <summary>
/// Counts durations in buckets whose width grows with the duration: from 1 microsecond, 32 buckets for each doubling,
/// so a value read back is within 3.2 % (and never below) what was recorded. A fixed 14 KB, no allocation, any thread.
/// </summary>
public sealed class LatencyHistogram
{
    private const int BucketBits = 5;
    private const int BucketsPerDoubling = 1 << BucketBits;

    /// <summary>The longest <see cref="TimeSpan"/> is below 2^60 microseconds.</summary>
    private const int MaxShift = 59 - BucketBits;

    private readonly long[] _counts = new long[(MaxShift + 2) * BucketsPerDoubling];
    private long _maxMicroseconds;

    /// <summary>Counts one duration. A negative one counts as 0.</summary>
    public void Record(TimeSpan duration)
    {
        long microseconds = Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        Interlocked.Increment(ref _counts[IndexOf(microseconds)]);
        for (long seen = Volatile.Read(ref _maxMicroseconds); microseconds > seen; )
        {
            long before = Interlocked.CompareExchange(ref _maxMicroseconds, microseconds, seen);
            seen = before == seen ? microseconds : before;
        }
    }

    /// <summary>What was recorded so far.</summary>
    public HistogramSnapshot Snapshot()
    {
        long[] counts = [.. _counts];
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
                return HighestOf(index);
        }
        return 0;
    }

    private static int IndexOf(long microseconds)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)microseconds) - BucketBits);
        return (shift * BucketsPerDoubling) + (int)(microseconds >> shift);
    }

    private static long HighestOf(int index)
    {
        int shift = Math.Max(0, (index / BucketsPerDoubling) - 1);
        return ((index - (shift * BucketsPerDoubling) + 1L) << shift) - 1;
    }
}
