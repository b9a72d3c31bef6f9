using System.Diagnostics.Metrics;

namespace MGen.Telemetry;

/// <summary>
/// Bucket bounds that histograms advise exporters to use. The exporter's default bounds (5, 10, 25 ... 10,000) suit
/// milliseconds: nearly every duration in seconds would fall into the first bucket. This file is compiled into each
/// project that has histograms, so that none of them needs the exporter.
/// </summary>
internal static class Buckets
{
    /// <summary>
    /// For durations in seconds: 0.1 ms to an hour, in steps of 2 to 2.5 up to 10 s. A receipt from a disconnected user
    /// takes minutes.
    /// </summary>
    public static InstrumentAdvice<double> Seconds { get; } =
        new()
        {
            HistogramBucketBoundaries =
            [
                0.0001,
                0.00025,
                0.0005,
                0.001,
                0.0025,
                0.005,
                0.01,
                0.025,
                0.05,
                0.1,
                0.25,
                0.5,
                1,
                2.5,
                5,
                10,
                30,
                60,
                300,
                3_600,
            ],
        };

    /// <summary>For counts, from 1.</summary>
    public static InstrumentAdvice<double> Counts { get; } =
        new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024] };
}
