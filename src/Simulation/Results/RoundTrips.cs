using HdrHistogram;

namespace MGen.Simulation.Results;

/// <summary>Times from the creation of a message to each receipt for it, with three significant digits.</summary>
/// <param name="Count">Number of receipts that arrived. All other values are 0 without any.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Quantiles">The quantiles at <see cref="Probabilities"/>, in that order.</param>
/// <param name="Buckets">
/// The histogram: number of times above the previous bucket and up to this one. Empty buckets are left out.
/// </param>
public sealed record RoundTrips(
    long Count,
    TimeSpan Mean,
    IReadOnlyList<TimeSpan> Quantiles,
    IReadOnlyList<RoundTripBucket> Buckets
)
{
    /// <summary>Number of buckets per factor of two: enough to draw a curve.</summary>
    private const int BucketsPerDoubling = 8;

    /// <summary>The probabilities of <see cref="Quantiles"/>; 1 is the maximum.</summary>
    public static IReadOnlyList<double> Probabilities { get; } = [0.5, 0.9, 0.99, 0.999, 1];

    /// <summary>
    /// Summarises a histogram. A bucket ends above its largest value, so quantiles are limited to the longest recorded
    /// time.
    /// </summary>
    internal static RoundTrips From(LongHistogram microseconds, long longest)
    {
        long count = microseconds.TotalCount;
        if (count == 0)
            return new RoundTrips(0, default, [.. Probabilities.Select(_ => TimeSpan.Zero)], []);
        return new RoundTrips(
            count,
            TimeSpan.FromMicroseconds(microseconds.GetMean()),
            [
                .. Probabilities.Select(p =>
                    TimeSpan.FromMicroseconds(Math.Min(longest, microseconds.GetValueAtPercentile(p * 100)))
                ),
            ],
            [.. BucketsOf(microseconds)]
        );
    }

    private static IEnumerable<RoundTripBucket> BucketsOf(LongHistogram microseconds) =>
        from value in microseconds.RecordedValues()
        group value.CountAtValueIteratedTo by (int)
            Math.Ceiling(Math.Log2(Math.Max(1, value.ValueIteratedTo)) * BucketsPerDoubling) into bucket
        orderby bucket.Key
        select new RoundTripBucket(
            TimeSpan.FromMicroseconds(Math.Pow(2, (double)bucket.Key / BucketsPerDoubling)),
            bucket.Sum()
        );
}

/// <summary>A bucket of a histogram of times.</summary>
/// <param name="UpTo">Its longest time.</param>
/// <param name="Count">Number of times in it.</param>
public sealed record RoundTripBucket(TimeSpan UpTo, long Count);
