using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Analysis.Results;
using MGen.Demo.Accounting;
using MGen.Demo.Deployments;
using MGen.Demo.Nodes;
using MGen.Messenger.Measurement;
using MGen.SwarmHosting;

namespace MGen.Demo.Results;

/// <summary>
/// The result of a run. For programs its contract is <c>docs/schemas/demo.schema.json</c>, which also explains the
/// members.
/// </summary>
internal sealed record DemoReport
{
    /// <summary>Version of the schema.</summary>
    public const int SchemaVersion = 1;

    public int Version { get; } = SchemaVersion;

    public required string Verdict { get; init; }

    public required int ExitCode { get; init; }

    public required RunPart Run { get; init; }

    /// <summary>The cluster; only if there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClusterPart? Cluster { get; init; }

    public required MessagesPart Messages { get; init; }

    public required TimesPart LatencyMicroseconds { get; init; }

    public required AttachmentsPart Attachments { get; init; }

    public required IReadOnlyDictionary<string, long> Losses { get; init; }

    public required SelfPart Self { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Full path of the directory with the logs.</summary>
    public required string Logs { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, DemoJson.Default.DemoReport) + "\n";

    /// <summary>What is needed to repeat the run.</summary>
    internal sealed record RunPart(
        string ProgramVersion,
        ulong Seed,
        string ConfigHash,
        int Users,
        int Groups,
        int Conversations,
        [property: JsonPropertyName("carriage")] DeploymentKind Deployment,
        string Engine,
        string Host,
        long StartMilliseconds,
        long TalkMilliseconds,
        long StopMilliseconds
    );

    /// <summary>The cluster.</summary>
    internal sealed record ClusterPart(
        int Silos,
        int Gateways,
        IReadOnlyList<KillPart> Kills,
        IReadOnlyList<string> EndedByThemselves
    );

    /// <summary>The kill of a process, and its effect on the messages.</summary>
    internal sealed record KillPart(
        NodeKind Kind,
        int Number,
        long AfterMilliseconds,
        long DeliveriesHeldUp,
        long PauseMilliseconds
    );

    /// <summary>Volumes of messages.</summary>
    internal sealed record MessagesPart(
        long Sent,
        long Owed,
        long Delivered,
        long Receipts,
        long Lost,
        long Unexpected,
        long BytesSent,
        long BytesReceived
    );

    /// <summary>Volumes of attachments.</summary>
    internal sealed record AttachmentsPart(
        long Sent,
        long Uploaded,
        long UploadedBytes,
        long Owed,
        long Downloaded,
        long DownloadedBytes,
        long Retried
    );
}

/// <summary>The results of a run that has ended.</summary>
internal sealed record DemoOutcome
{
    public required DemoIdentity Identity { get; init; }

    /// <summary>The time from the start until all users were registered.</summary>
    public required TimeSpan StartTime { get; init; }

    /// <summary>How long users talked.</summary>
    public required TimeSpan TalkTime { get; init; }

    /// <summary>The time until everything had arrived and was closed.</summary>
    public required TimeSpan StopTime { get; init; }

    /// <summary>Whether a signal ended it early.</summary>
    public required bool WasInterrupted { get; init; }

    /// <summary>The analysis of all event logs of the run.</summary>
    public required AnalysisResult Analysis { get; init; }

    /// <summary>The users' counters.</summary>
    public required LedgerSnapshot Swarm { get; init; }

    /// <summary>Total pause time of the garbage collector, and the number of collections.</summary>
    public required (TimeSpan Paused, int Collections) Gc { get; init; }

    /// <summary>The directory of the logs.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>Lines of all event logs.</summary>
    public required (long Written, long Lost) LogLines { get; init; }

    /// <summary>Whether the programs wrote any diagnostics.</summary>
    public required bool HasDiagnostics { get; init; }

    /// <summary>Processes of the cluster that ended unexpectedly; empty without a cluster.</summary>
    public IReadOnlyList<NodeName> EndedByThemselves { get; init; } = [];

    /// <summary>The kills, in order.</summary>
    public IReadOnlyList<Kill> Kills { get; init; } = [];
}

/// <summary>The JSON form of a report.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class DemoJson : JsonSerializerContext;
