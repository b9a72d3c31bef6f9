using System.Text.Json;

namespace MGen.Simulation.Latencies;

/// <summary>
/// Reads latencies of deliveries or round trips from an <c>analysis.json</c>. Unlike those of <c>rtt_all.mgen.json</c>
/// they exclude messages to members who were not awake, whose waiting time is not a latency.
/// </summary>
internal static class AnalysedTimes
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>
    /// Reads the points of the distribution function; <c>null</c> if the file is not an analysis, or of a run without
    /// deliveries.
    /// </summary>
    /// <param name="analysis">Content of the file.</param>
    /// <param name="name">Name of the times: <c>delivery</c> or <c>roundTrip</c>.</param>
    public static MeasuredTime? Read(JsonElement analysis, string name)
    {
        if (
            !analysis.TryGetProperty(name, out JsonElement times)
            || times.ValueKind != JsonValueKind.Object
            || !times.TryGetProperty("buckets", out JsonElement buckets)
            || buckets.ValueKind != JsonValueKind.Object
        )
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

    private static double[] Numbers(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ?
            [
                .. list.EnumerateArray()
                    .Where(item => item.ValueKind == JsonValueKind.Number)
                    .Select(item => item.GetDouble()),
            ]
            : [];
}
