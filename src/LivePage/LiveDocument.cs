using System.Text.Json;
using System.Text.Json.Serialization;

namespace MGen.LivePage;

/// <summary>
/// The state of a run as JSON: <c>/live.json</c>, and each event of <c>/events</c>. <c>src/LivePage/README.md</c> lists
/// its members.
/// </summary>
internal sealed record LiveDocument
{
    /// <summary>Version of the format.</summary>
    public int Version { get; } = 1;

    /// <summary>Counts the readings from 1; an event's samples continue those of the previous one.</summary>
    public required long Sequence { get; init; }

    public required string Program { get; init; }

    public string ProgramVersion { get; } = Cli.ProgramVersion.Text;

    public required string Host { get; init; }

    public required IReadOnlyList<LiveFact> Facts { get; init; }

    public required string Phase { get; init; }

    /// <summary>Whether the run is over: this is the last state.</summary>
    public required bool HasEnded { get; init; }

    /// <summary>The verdict of a run that has ended, as in <c>ok</c> or <c>lossy</c>; otherwise <c>null</c>.</summary>
    public required string? Verdict { get; init; }

    public required double ElapsedSeconds { get; init; }

    public required double? DurationSeconds { get; init; }

    public required IReadOnlyList<LiveMeasure> Measures { get; init; }

    /// <summary>In microseconds.</summary>
    public required IReadOnlyList<LiveTimes> Times { get; init; }

    public required IReadOnlyList<LiveTable> Tables { get; init; }

    /// <summary>The samples: all that are kept, or only those since the previous event.</summary>
    public required LiveSamples Samples { get; init; }

    /// <summary>The document as UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LiveJson.Default.LiveDocument);
}

/// <summary>The JSON form of a document.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LiveDocument))]
internal sealed partial class LiveJson : JsonSerializerContext;
