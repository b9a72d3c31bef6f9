using HdrHistogram;

namespace MGen.Simulation.Results;

/// <summary>Times from making a message to each receipt for it. To three significant digits.</summary>
/// <param name="Count">How many receipts arrived. All else is 0 if none did.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Quantiles">The times at <see cref="Probabilities"/>, in that order.</param>
/// <param name="Buckets">The histogram: how many took at most so long, and longer than the bucket before. Empty buckets are left out.</param>
public sealed record RoundTrips(long Count, TimeSpan Mean, IReadOnlyList<TimeSpan> Quantiles, IReadOnlyList<RoundTripBucket> Buckets)
{
    /// <summary>Buckets for each doubling of the time: enough to draw a curve.</summary>
    private const int BucketsPerDoubling = 8;

    /// <summary>Where <see cref="Quantiles"/> are taken; 1 is the longest.</summary>
    public static IReadOnlyList<double> Probabilities { get; } = [0.5, 0.9, 0.99, 0.999, 1];

    /// <summary>What a histogram holds. Its buckets end above their largest value, so no quantile is given above the longest time that was recorded.</summary>
    internal static RoundTrips Of(LongHistogram microseconds, long longest)
    {
        long count = microseconds.TotalCount;
        if (count == 0)
            return new RoundTrips(0, default, [.. Probabilities.Select(_ => TimeSpan.Zero)], []);
        return new RoundTrips(
            count,
            TimeSpan.FromMicroseconds(microseconds.GetMean()),
            [.. Probabilities.Select(p => TimeSpan.FromMicroseconds(Math.Min(longest, microseconds.GetValueAtPercentile(p * 100))))],
            [.. BucketsOf(microseconds)]);
    }

    private static IEnumerable<RoundTripBucket> BucketsOf(LongHistogram microseconds) =>
        from value in microseconds.RecordedValues()
        group value.CountAtValueIteratedTo by (int)Math.Ceiling(Math.Log2(Math.Max(1, value.ValueIteratedTo)) * BucketsPerDoubling) into bucket
        orderby bucket.Key
        select new RoundTripBucket(TimeSpan.FromMicroseconds(Math.Pow(2, (double)bucket.Key / BucketsPerDoubling)), bucket.Sum());
}
