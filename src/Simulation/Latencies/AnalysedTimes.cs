using System.Text.Json;

namespace MGen.Simulation.Latencies;

/// <summary>
/// Times out of an <c>analysis.json</c>: of deliveries, or of whole round trips. Other than those of <c>rtt_all.mgen.json</c> they are without
/// messages to sleeping recipients, whose wait is no latency.
/// </summary>
internal static class AnalysedTimes
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>The distribution function's points; <c>null</c> if the file is no analysis, or of a run in which nothing came.</summary>
    /// <param name="analysis">What the file holds.</param>
    /// <param name="name">Name of the times: <c>delivery</c> or <c>roundTrip</c>.</param>
    public static MeasuredTime? Read(JsonElement analysis, string name)
    {
        if (!analysis.TryGetProperty(name, out JsonElement times) || times.ValueKind != JsonValueKind.Object
            || !times.TryGetProperty("buckets", out JsonElement buckets) || buckets.ValueKind != JsonValueKind.Object)
            return null;
        (double[] upTo, double[] counts) = (Numbers(buckets, "upToMicroseconds"), Numbers(buckets, "counts"));
        double total = counts.Sum();
        if (upTo.Length != counts.Length || total <= 0)
            return null;
        List<(double Seconds, double Probability)> points = [];
        double sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += counts[i];
            points.Add((upTo[i] / MicrosecondsPerSecond, sum / total));
        }
        return MeasuredTime.ProblemAt(points) is null ? new MeasuredTime(points) : null;
    }

    private static double[] Numbers(JsonElement of, string name) => of.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Number).Select(item => item.GetDouble())]
        : [];
}
