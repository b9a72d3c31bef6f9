using HdrHistogram;
using HdrHistogram.Iteration;
using MGen.Analysis.Results;

namespace MGen.Analysis.Tallies;

/// <summary>
/// Records latencies, observed and missing. Quantiles are within 0.1 % (three significant digits); minimum and maximum
/// are exact to the microsecond, and the mean is exact. Uses about 240 KB. Not thread-safe: each thread has its own,
/// and they are merged.
/// </summary>
internal sealed class LatencyRecorder
{
    private const int Digits = 3;
    private const long NanosecondsPerMicrosecond = 1000;

    /// <summary>Longer latencies are recorded as this, except in the maximum and the mean.</summary>
    private static readonly long MaxMicroseconds = (long)TimeSpan.FromDays(2).TotalMicroseconds;

    private readonly LongHistogram _seen = new(MaxMicroseconds, Digits);
    private Int128 _sumNanoseconds;
    private long _min = long.MaxValue;
    private long _max;

    /// <summary>Latencies observed.</summary>
    public long Count { get; private set; }

    /// <summary>Latencies owed and never observed.</summary>
    public long Missing { get; private set; }

    /// <summary>Records an observed latency.</summary>
    /// <param name="nanoseconds">Not negative.</param>
    public void Record(long nanoseconds)
    {
        long microseconds = (long)((ulong)(nanoseconds + (NanosecondsPerMicrosecond / 2)) / NanosecondsPerMicrosecond);
        Count++;
        _sumNanoseconds += nanoseconds;
        _min = Math.Min(_min, microseconds);
        _max = Math.Max(_max, microseconds);
        _seen.RecordValue(Math.Min(microseconds, MaxMicroseconds));
    }

    /// <summary>Records a missing latency.</summary>
    public void RecordMissing() => Missing++;

    /// <summary>Merges another recorder.</summary>
    public void Add(LatencyRecorder other)
    {
        if (other.Count > 0)
            _seen.Add(other._seen);
        _sumNanoseconds += other._sumNanoseconds;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
        Count += other.Count;
        Missing += other.Missing;
    }

    /// <summary>Returns the distribution.</summary>
    public LatencyDistribution ToDistribution()
    {
        if (Count == 0)
            return LatencyDistribution.Empty with { Missing = Missing };
        return new LatencyDistribution(
            Count,
            Missing,
            _min,
            (double)_sumNanoseconds / Count / NanosecondsPerMicrosecond,
            Quantile(0.5),
            Quantile(0.9),
            Quantile(0.99),
            Quantile(0.999),
            _max,
            BucketBuilder.Build(_seen, _max)
        );
    }

    private long? Quantile(double quantile)
    {
        long left = QuantileRank.For(Count + Missing, quantile);
        foreach (HistogramIterationValue bucket in _seen.RecordedValues())
        {
            left -= bucket.CountAddedInThisIterationStep;
            if (left <= 0)
                return Math.Min(bucket.ValueIteratedTo, _max);
        }
        return null;
    }
}

/// <summary>
/// Merges the fine buckets of a histogram into the coarser ones of a result, for drawing and merging.
/// </summary>
internal static class BucketBuilder
{
    /// <summary>Largest width of a bucket, as a share of its bound.</summary>
    private const double Width = 0.01;

    /// <summary>Returns the buckets.</summary>
    /// <param name="seen">The histogram.</param>
    /// <param name="max">The exact maximum, which becomes the last bound.</param>
    public static LatencyBuckets Build(LongHistogram seen, long max)
    {
        List<long> bounds = [];
        List<long> counts = [];
        double widest = 0;
        foreach (HistogramIterationValue fine in seen.RecordedValues())
        {
            long bound = Math.Min(fine.ValueIteratedTo, max);
            if (bounds.Count > 0 && bound <= widest)
            {
                bounds[^1] = bound;
                counts[^1] += fine.CountAddedInThisIterationStep;
                continue;
            }
            bounds.Add(bound);
            counts.Add(fine.CountAddedInThisIterationStep);
            // 0.1 % is subtracted, because the first fine bucket itself is up to 0.1 % wide.
            widest = fine.ValueIteratedTo * (1 + Width - (1.0 / 1000));
        }
        return new LatencyBuckets(bounds, counts);
    }
}
