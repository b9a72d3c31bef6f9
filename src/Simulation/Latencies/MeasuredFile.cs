using System.Globalization;
using System.Text.Json;
using MGen.Model.Configuration;

namespace MGen.Simulation.Latencies;

/// <summary>
/// Reads measured latencies. A <c>.json</c> file is one that <c>mgentools analyze</c> writes: an array of seconds, each
/// drawn with equal probability, as in <c>rtt_all.mgen.json</c>, or an <c>analysis.json</c>. Any other file is a table
/// of the distribution function: lines <c>seconds,probability</c>, after an optional header line.
/// </summary>
public static class MeasuredFile
{
    /// <summary>Largest accepted file, in bytes: 1 GiB, about 100 million times.</summary>
    public const long MaxBytes = 1L << 30;

    /// <summary>Reads a file; returns <c>null</c> if there are errors.</summary>
    /// <param name="path">The file as typed.</param>
    /// <param name="workingDirectory">Base of a relative path.</param>
    /// <param name="errors">Receives the errors, with line and column.</param>
    /// <param name="isRoundTrip">Whether round trips instead of deliveries are read from an analysis.</param>
    public static MeasuredTime? Read(
        string path,
        string workingDirectory,
        ICollection<ConfigError> errors,
        bool isRoundTrip = false
    )
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(errors);
        string fullPath = Path.GetFullPath(path, workingDirectory);
        try
        {
            if (new FileInfo(fullPath).Length > MaxBytes)
                errors.Add(new ConfigError(path, 0, 0, "", $"is larger than {MaxBytes} bytes", null, null, null));
            else if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                return ReadJson(path, File.ReadAllBytes(fullPath), isRoundTrip ? "roundTrip" : "delivery", errors);
            else
                return ReadTable(path, File.ReadAllLines(fullPath), errors);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add(new ConfigError(path, 0, 0, "", $"cannot be read: {failure.Message}", null, null, null));
        }
        return null;
    }

    private static MeasuredTime? ReadJson(string path, byte[] json, string analysed, ICollection<ConfigError> errors)
    {
        List<double> seconds = [];
        try
        {
            if (json.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8))
                return ReadAnalysis(path, json, analysed, errors);
            Utf8JsonReader reader = new(json);
            bool isArray = reader.Read() && reader.TokenType == JsonTokenType.StartArray;
            while (isArray && reader.Read() && reader.TokenType == JsonTokenType.Number)
                seconds.Add(reader.GetDouble());
            bool areTimes = seconds.Count > 0 && seconds.TrueForAll(time => time >= 0 && double.IsFinite(time));
            if (!isArray || reader.TokenType != JsonTokenType.EndArray || !areTimes)
                errors.Add(
                    new ConfigError(
                        path,
                        0,
                        0,
                        "",
                        "is not a list of times",
                        null,
                        "a JSON array of numbers of seconds from 0, at least one",
                        null
                    )
                );
            else
                return MeasuredTime.FromValues(seconds);
        }
        catch (JsonException failure)
        {
            errors.Add(
                new ConfigError(
                    path,
                    (int)(failure.LineNumber ?? 0) + 1,
                    (int)(failure.BytePositionInLine ?? 0) + 1,
                    "",
                    "is not JSON",
                    null,
                    null,
                    null
                )
            );
        }
        return null;
    }

    private static MeasuredTime? ReadAnalysis(
        string path,
        byte[] json,
        string analysed,
        ICollection<ConfigError> errors
    )
    {
        using JsonDocument document = JsonDocument.Parse(json);
        MeasuredTime? times = AnalysedTimes.Read(document.RootElement, analysed);
        if (times is null)
            errors.Add(
                new ConfigError(
                    path,
                    0,
                    0,
                    analysed,
                    "has no times",
                    null,
                    "an analysis.json of a run with deliveries, or a JSON array of seconds",
                    null
                )
            );
        return times;
    }

    private static MeasuredTime? ReadTable(string path, string[] lines, ICollection<ConfigError> errors)
    {
        List<(double Seconds, double Probability)> points = [];
        // The first line may be a header, which is not a point.
        int first = lines.Length > 0 && !TryParse(lines[0], out _) ? 1 : 0;
        for (int i = first; i < lines.Length; i++)
        {
            if (!TryParse(lines[i], out (double Seconds, double Probability) point))
            {
                errors.Add(
                    new ConfigError(
                        path,
                        i + 1,
                        1,
                        "",
                        "is not a point of a distribution function",
                        null,
                        "seconds,probability",
                        null
                    )
                );
                return null;
            }
            points.Add(point);
        }
        if (MeasuredTime.ProblemAt(points) is not { } problem)
            return new MeasuredTime(points);
        errors.Add(new ConfigError(path, first + problem.Index + 1, 1, "", problem.Message, null, null, null));
        return null;
    }

    private static bool TryParse(string line, out (double Seconds, double Probability) point)
    {
        point = default;
        string[] fields = line.Split(',');
        return fields.Length == 2
            && double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out point.Seconds)
            && double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out point.Probability);
    }
}

/// <summary>
/// Reads latencies of deliveries or round trips from an <c>analysis.json</c>. Unlike the latencies of
/// <c>rtt_all.mgen.json</c> they exclude messages to members who were not awake, because the wait until a member is
/// awake is not a latency.
/// </summary>
internal static class AnalysedTimes
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>
    /// Reads the points of the distribution function; <c>null</c> if the file is not an analysis, or has no valid times
    /// of this name.
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
