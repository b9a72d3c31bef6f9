using System.Text.Json;
using MGen.Analysis.Results;

namespace MGen.Analysis.Inputs;

/// <summary>
/// A run's own summary, which <c>mgen-demo</c> writes beside its logs (<c>docs/schemas/demo.schema.json</c>).
/// </summary>
internal sealed record RunSummary(RunIdentity Identity, GeneratorHealth Health, IReadOnlyList<string> Warnings)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "summary.json";

    /// <summary>
    /// Reads the summary in a directory; <c>null</c> if there is no readable one. Missing members are <c>null</c>.
    /// </summary>
    public static RunSummary? Read(string directory, List<string> warnings)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Parse(document.RootElement);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            warnings.Add($"{path}: not used: {error.Message}");
            return null;
        }
    }

    private static RunSummary Parse(JsonElement root)
    {
        JsonElement run = Member(root, "run");
        JsonElement self = Member(root, "self");
        JsonElement lag = Member(self, "scheduleLagMicroseconds");
        JsonElement warnings = Member(root, "warnings");
        RunIdentity identity = new(
            Text(root, "verdict"),
            Text(run, "programVersion"),
            Member(run, "seed") is { ValueKind: JsonValueKind.Number } seed && seed.TryGetUInt64(out ulong value)
            ? value : null,
            Text(run, "configHash"),
            Number(run, "users"),
            Number(run, "groups"),
            Number(run, "conversations"),
            Text(run, "engine"),
            Text(run, "host"),
            Number(run, "talkMilliseconds"),
            Number(Member(root, "messages"), "lost"));
        GeneratorHealth health = new(
            LatencyDistribution.Empty, Number(lag, "p99"), Number(lag, "max"), Number(
                self, "gcPauseMicroseconds"), Number(self, "gcCollections"), Number(self, "logLinesLost"));
        return new RunSummary(
            identity, health, warnings.ValueKind == JsonValueKind.Array
            ? [.. warnings.EnumerateArray().Select(warning => warning.ToString())] : []);
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? member : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Number(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value)
            ? value : null;
}
