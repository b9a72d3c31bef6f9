namespace MGen.Analysis.Results;

/// <summary>
/// The analysis of one run's event logs. As JSON it is <c>analysis.json</c>, described by
/// <c>docs/schemas/analysis.schema.json</c>; its members have the same names there, in camel case.
/// <see cref="AnalysisFile"/> reads and writes it.
/// </summary>
/// <remarks>
/// All members except <see cref="Volumes"/>, <see cref="Input"/>, <see cref="Attachments"/>, <see cref="Connections"/>
/// and <see cref="Errors"/> concern messages sent between <see cref="AnalysisSettings.FromUnixSeconds"/> and
/// <see cref="AnalysisSettings.ToUnixSeconds"/>.
/// </remarks>
public sealed record AnalysisResult
{
    /// <summary>Version of the schema this code writes and reads.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Version of the schema.</summary>
    public int Version { get; init; } = SchemaVersion;

    /// <summary>Version of the program that made the analysis.</summary>
    public required string ProgramVersion { get; init; }

    /// <summary>The run's name: by default that of its directory.</summary>
    public required string Label { get; init; }

    /// <summary>The judgement of the run.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The run's identity, from the summary beside its logs; <c>null</c> without one.</summary>
    public required RunIdentity? Run { get; init; }

    /// <summary>The rules of the analysis.</summary>
    public required AnalysisSettings Settings { get; init; }

    /// <summary>The input.</summary>
    public required InputSummary Input { get; init; }

    /// <summary>Messages and their fates.</summary>
    public required MessageCounts Messages { get; init; }

    /// <summary>
    /// The time from the send to each receipt, one value per owed receipt: <see cref="LatencyDistribution.Missing"/>
    /// counts those that never arrived.
    /// </summary>
    public required LatencyDistribution RoundTrip { get; init; }

    /// <summary>The time from the send to each delivery, for recipients whose log is available.</summary>
    public required LatencyDistribution Delivery { get; init; }

    /// <summary>The time from the send to the server's line about it; empty without a server's log.</summary>
    public required LatencyDistribution ToServer { get; init; }

    /// <summary>Results by the number of the group's members, ascending.</summary>
    public required IReadOnlyList<ClassResult> GroupSizes { get; init; }

    /// <summary>Results by the message's size in bytes, ascending.</summary>
    public required IReadOnlyList<ClassResult> MessageSizes { get; init; }

    /// <summary>
    /// The spread over conversations, each a (user, group): the original's statistics per conversation, corrected.
    /// </summary>
    public required ConversationSpread Conversations { get; init; }

    /// <summary>Results per user, by name in ordinal order.</summary>
    public required IReadOnlyList<UserResult> Users { get; init; }

    /// <summary>
    /// Missing messages and receipts, by the last place at which they were seen: <c>neverReachedServer</c>,
    /// <c>notDelivered</c>, <c>receiptNeverReachedServer</c>, <c>receiptNotDelivered</c>, and <c>unknown</c> if the
    /// available logs do not show it; <c>dropped: REASON</c> counts the server's own lines. Reasons that did not occur
    /// are absent.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Losses { get; init; }

    /// <summary>Events over time.</summary>
    public required VolumeSeries Volumes { get; init; }

    /// <summary>Attachments.</summary>
    public required AttachmentSummary Attachments { get; init; }

    /// <summary>The beginnings and ends of connections.</summary>
    public required ConnectionSummary Connections { get; init; }

    /// <summary>
    /// Errors by kind, most frequent first, at most <see cref="MaxErrorKinds"/>; the rest is counted as <c>other</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>The generator's own health.</summary>
    public required GeneratorHealth Generator { get; init; }

    /// <summary>Reservations about the results, as sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Most different keys of <see cref="Errors"/>.</summary>
    public const int MaxErrorKinds = 50;
}
