namespace MGen.Analysis.Results;

/// <summary>
/// What the event logs of one run say. As JSON it is <c>analysis.json</c>, whose contract is <c>docs/schemas/analysis.schema.json</c>; the
/// members have the same names there, in camel case. Read and written by <see cref="AnalysisFile"/>.
/// </summary>
/// <remarks>
/// All but <see cref="Volumes"/>, <see cref="Input"/>, <see cref="Attachments"/>, <see cref="Connections"/> and <see cref="Errors"/> is about
/// messages sent between <see cref="AnalysisSettings.FromUnixSeconds"/> and <see cref="AnalysisSettings.ToUnixSeconds"/>.
/// </remarks>
public sealed record AnalysisResult
{
    /// <summary>Version of the schema this code writes and reads.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Version of the schema.</summary>
    public int Version { get; init; } = SchemaVersion;

    /// <summary>Version of the program that made the analysis.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>What the run is called: by default its directory's name.</summary>
    public required string Label { get; init; }

    /// <summary>What to think of the run.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Who the run was, from the summary beside its logs; <c>null</c> if there is none.</summary>
    public required RunIdentity? Run { get; init; }

    /// <summary>By which rules the figures were made.</summary>
    public required AnalysisSettings Settings { get; init; }

    /// <summary>What was read.</summary>
    public required InputSummary Input { get; init; }

    /// <summary>Messages and what became of them.</summary>
    public required MessageCounts Messages { get; init; }

    /// <summary>
    /// From the send to each receipt, one value per owed receipt: <see cref="LatencyDistribution.Missing"/> are the messages never
    /// acknowledged.
    /// </summary>
    public required LatencyDistribution RoundTrip { get; init; }

    /// <summary>From the send to each delivery, for recipients whose log is at hand.</summary>
    public required LatencyDistribution Delivery { get; init; }

    /// <summary>From the send to the server's line about it; empty without a server's log.</summary>
    public required LatencyDistribution ToServer { get; init; }

    /// <summary>By the number of the group's members, ascending.</summary>
    public required IReadOnlyList<ClassResult> GroupSizes { get; init; }

    /// <summary>By the message's size in bytes, ascending.</summary>
    public required IReadOnlyList<ClassResult> MessageSizes { get; init; }

    /// <summary>How conversations, each a (user, group), differ: the original's figures per conversation, corrected.</summary>
    public required ConversationSpread Conversations { get; init; }

    /// <summary>Each user, by name in ordinal order.</summary>
    public required IReadOnlyList<UserResult> Users { get; init; }

    /// <summary>
    /// What was owed and is missing, by the last place that it was seen at: <c>neverReachedServer</c>, <c>notDelivered</c>,
    /// <c>receiptNeverReachedServer</c>, <c>receiptNotDelivered</c>, and <c>unknown</c> where the logs at hand do not tell; <c>dropped: REASON</c> counts
    /// the server's own lines. Reasons that did not occur are missing.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Losses { get; init; }

    /// <summary>What happened when.</summary>
    public required VolumeSeries Volumes { get; init; }

    /// <summary>Attachments.</summary>
    public required AttachmentSummary Attachments { get; init; }

    /// <summary>How connections began and ended.</summary>
    public required ConnectionSummary Connections { get; init; }

    /// <summary>Errors by their kind, most frequent first, at most <see cref="MaxErrorKinds"/> and the rest as <c>other</c>.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>The generator about itself.</summary>
    public required GeneratorHealth Generator { get; init; }

    /// <summary>What a reader of the figures has to know, for people.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Most different keys of <see cref="Errors"/>.</summary>
    public const int MaxErrorKinds = 50;
}
