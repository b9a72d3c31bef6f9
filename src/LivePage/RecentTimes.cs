using System.Numerics;

namespace MGen.LivePage;

/// <summary>
/// Counts durations in buckets, one for each microsecond below 16 and then 16 for each doubling, so that quantiles are
/// rounded up by at most 6.3 %. Keeps the durations since the last <see cref="Take"/> apart from earlier ones.
/// <see cref="Record"/> is thread-safe and does not allocate.
/// </summary>
/// <remarks>
/// Not the messenger's <c>LatencyHistogram</c>, although the buckets are of the same kind: that class does not separate
/// recent durations from earlier ones, and servers do not reference the messenger.
/// </remarks>
public sealed class RecentTimes(string name)
{
    private const int BucketBits = 4;
    private const int BucketsPerDoubling = 1 << BucketBits;

    /// <summary>The longest <see cref="TimeSpan"/> is below 2^60 microseconds.</summary>
    private const int MaxShift = 59 - BucketBits;

    private readonly long[] _recent = new long[(MaxShift + 2) * BucketsPerDoubling];
    private readonly long[] _all = new long[(MaxShift + 2) * BucketsPerDoubling];
    private long _max;

    /// <summary>Counts a duration. A negative one counts as 0.</summary>
    public void Record(TimeSpan duration)
    {
        long microseconds = Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        // The maximum is raised before the duration is counted, and Take reads it last. Otherwise a counted duration
        // could exceed the maximum, and Quantile would return too small a value.
        for (long seen = Volatile.Read(ref _max); microseconds > seen; )
        {
            long before = Interlocked.CompareExchange(ref _max, microseconds, seen);
            seen = before == seen ? microseconds : before;
        }
        Interlocked.Increment(ref _recent[IndexOf(microseconds)]);
    }

    /// <summary>The distribution so far, and since the previous call. Call it from one thread at a time.</summary>
    public LiveTimes Take()
    {
        long[] taken = new long[_recent.Length];
        for (int index = 0; index < taken.Length; index++)
        {
            // Read and reset in one step, so that no duration recorded meanwhile is lost.
            taken[index] = Interlocked.Exchange(ref _recent[index], 0);
            _all[index] += taken[index];
        }
        long max = Volatile.Read(ref _max);
        return new LiveTimes(
            name,
            _all.Sum(),
            Quantile(_all, 0.5, max) ?? 0,
            Quantile(_all, 0.9, max) ?? 0,
            Quantile(_all, 0.99, max) ?? 0,
            max,
            Quantile(taken, 0.5, max),
            Quantile(taken, 0.99, max)
        );
    }

    private static long? Quantile(long[] counts, double quantile, long max)
    {
        long rank = (long)Math.Ceiling(counts.Sum() * quantile);
        if (rank == 0)
            return null;
        int index = -1;
        while (rank > 0)
            rank -= counts[++index];
        return Math.Min(max, HighestOf(index));
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
