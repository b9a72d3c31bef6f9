using System.Text.Json;
using MGen.Analysis.Results;
using MGen.Model.Configuration.Files;

namespace MGen.Analysis.Inputs;

/// <summary>
/// A run's own summary: the one that <c>mgen-demo</c> writes next to its logs (<c>docs/schemas/demo.schema.json</c>),
/// or those that <c>mgen-client</c> and <c>mgen-peer</c> write with <c>--summary</c>, one per process.
/// </summary>
internal sealed record RunSummary(RunIdentity Identity, GeneratorHealth Health, IReadOnlyList<string> Warnings)
{
    /// <summary>
    /// The file's name. If a run has several processes, each process adds a prefix, as in <c>shard-2.summary.json</c>.
    /// </summary>
    public const string FileName = "summary.json";

    /// <summary>
    /// Reads the summary in a directory, or combines those of several processes; <c>null</c> if none is readable.
    /// Missing members are <c>null</c>.
    /// </summary>
    public static RunSummary? Read(string directory, List<string> warnings)
    {
        string whole = Path.Combine(directory, FileName);
        if (File.Exists(whole))
            return ReadFile(whole, warnings);
        // An unreadable directory is reported where its logs are searched.
        string[] parts = Directory.Exists(directory)
            ? Directory.GetFiles(directory, $"*{FileName}", DirectoryListing.Readable)
            : [];
        Array.Sort(parts, StringComparer.Ordinal);
        RunSummary[] read = [.. parts.Select(part => ReadFile(part, warnings)).OfType<RunSummary>()];
        return Combine(read);
    }

    private static RunSummary? ReadFile(string path, List<string> warnings)
    {
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
                ? value
                : null,
            Text(run, "configHash"),
            Number(run, "users"),
            Number(run, "groups"),
            Number(run, "conversations"),
            Text(run, "engine"),
            Text(run, "host"),
            Number(run, "talkMilliseconds"),
            Number(Member(root, "messages"), "lost")
        );
        GeneratorHealth health = new(
            LatencyDistribution.Empty,
            Number(lag, "p99"),
            Number(lag, "max"),
            Number(self, "gcPauseMicroseconds"),
            Number(self, "gcCollections"),
            Number(self, "logLinesLost")
        );
        return new RunSummary(
            identity,
            health,
            warnings.ValueKind == JsonValueKind.Array
                ? [.. warnings.EnumerateArray().Select(warning => warning.ToString())]
                : []
        );
    }

    /// <summary>
    /// Combines the summaries of the processes of one run: counts and the pauses of the garbage collector are added,
    /// the longest lag and duration are kept, and different texts are listed. Different seeds become <c>null</c>.
    /// Returns <c>null</c> without a summary.
    /// </summary>
    public static RunSummary? Combine(IReadOnlyList<RunSummary> parts)
    {
        if (parts.Count <= 1)
            return parts is [var only] ? only : null;
        RunIdentity[] runs = [.. parts.Select(part => part.Identity)];
        ulong?[] seeds = [.. runs.Select(run => run.Seed).Distinct()];
        RunIdentity identity = new(
            List(runs.Select(run => run.Verdict)),
            List(runs.Select(run => run.ProgramVersion)),
            seeds is [var seed] ? seed : null,
            List(runs.Select(run => run.ConfigHash)),
            Sum(runs.Select(run => run.Users)),
            Groups: null, // unknown: processes have groups in common
            Sum(runs.Select(run => run.Conversations)),
            List(runs.Select(run => run.Engine)),
            List(runs.Select(run => run.Host)),
            runs.Max(run => run.TalkMilliseconds),
            Sum(runs.Select(run => run.Lost))
        );
        GeneratorHealth[] selves = [.. parts.Select(part => part.Health)];
        GeneratorHealth health = new(
            LatencyDistribution.Empty,
            selves.Max(self => self.ScheduleLagP99Microseconds),
            selves.Max(self => self.ScheduleLagMaxMicroseconds),
            Sum(selves.Select(self => self.GcPauseMicroseconds)),
            Sum(selves.Select(self => self.GcCollections)),
            Sum(selves.Select(self => self.LogLinesLost))
        );
        return new RunSummary(
            identity,
            health,
            [.. parts.SelectMany(part => part.Warnings).Distinct(StringComparer.Ordinal)]
        );
    }

    private static string? List(IEnumerable<string?> values)
    {
        string[] different = [.. values.OfType<string>().Distinct(StringComparer.Ordinal)];
        return different.Length == 0 ? null : string.Join(", ", different);
    }

    private static long? Sum(IEnumerable<long?> values)
    {
        long[] known = [.. values.OfType<long>()];
        return known.Length == 0 ? null : known.Sum();
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
            ? member
            : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static long? Number(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value)
            ? value
            : null;
}
