using MGen.Simulation.Results;

namespace MGen.Tools.Simulating;

/// <summary>Times from making a message to each receipt for it; all 0 if there were none.</summary>
/// <param name="Count">Receipts.</param>
/// <param name="MeanSeconds">Mean.</param>
/// <param name="P50Seconds">Median.</param>
/// <param name="P90Seconds">90th percentile.</param>
/// <param name="P99Seconds">99th percentile.</param>
/// <param name="P999Seconds">99.9th percentile.</param>
/// <param name="MaxSeconds">The longest.</param>
/// <param name="Histogram">How many took how long.</param>
internal sealed record SimulatedRoundTrips(
    long Count,
    double MeanSeconds,
    double P50Seconds,
    double P90Seconds,
    double P99Seconds,
    double P999Seconds,
    double MaxSeconds,
    IReadOnlyList<SimulatedBucket> Histogram
)
{
    public static SimulatedRoundTrips Of(RoundTrips trips)
    {
        double[] seconds = [.. trips.Quantiles.Select(quantile => quantile.TotalSeconds)];
        return new SimulatedRoundTrips(
            trips.Count,
            trips.Mean.TotalSeconds,
            seconds[0],
            seconds[1],
            seconds[2],
            seconds[3],
            seconds[4],
            [.. trips.Buckets.Select(bucket => new SimulatedBucket(bucket.UpTo.TotalSeconds, bucket.Count))]
        );
    }
}
