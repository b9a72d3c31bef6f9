namespace MGen.Analysis.Results;

/// <summary>
/// The analysis of one run's event logs. As JSON it is <c>analysis.json</c>, described by
/// <c>docs/schemas/analysis.schema.json</c>; its members have the same names there, in camel case.
/// <see cref="AnalysisFile"/> reads and writes it.
/// </summary>
/// <remarks>
/// Counts and latencies concern messages sent between <see cref="AnalysisSettings.FromUnixSeconds"/> and
/// <see cref="AnalysisSettings.ToUnixSeconds"/>. Exceptions, which concern the whole logs: <see cref="Volumes"/>,
/// <see cref="Input"/>, <see cref="Attachments"/>, <see cref="Connections"/>, <see cref="Errors"/>,
/// <see cref="Generator"/>, and <c>dropped: REASON</c> in <see cref="Losses"/>.
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

    /// <summary>The run's identity, from the summary next to its logs; <c>null</c> without one.</summary>
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
    /// available logs do not show the place. <c>dropped: REASON</c> counts the server's lines about dropped frames.
    /// Reasons that did not occur are absent.
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

    /// <summary>The maximum number of kinds in <see cref="Errors"/>, without <c>other</c>.</summary>
    public const int MaxErrorKinds = 50;
}

/// <summary>The judgement of a run.</summary>
public enum Verdict
{
    /// <summary>Every owed receipt arrived within the time-out, and every line was valid.</summary>
    Ok,

    /// <summary>Something owed is missing or late.</summary>
    Lossy,

    /// <summary>
    /// Nothing is missing, but a file or lines were not readable, a clock went back, a line names a stranger, a line is
    /// repeated, a message or receipt arrived that is not in its sender's log, or the run's own summary has a verdict
    /// other than ok or reports lost log lines.
    /// </summary>
    Doubtful,

    /// <summary>No receipt is owed, so there is nothing to judge.</summary>
    Empty,
}

/// <summary>The rules of an analysis. Results are comparable only if these are equal.</summary>
/// <param name="TimeoutSeconds">A receipt that arrives more than this after the send is late.</param>
/// <param name="WarmupSeconds">
/// Messages sent within this time from <paramref name="StartUnixSeconds"/> are left out.
/// </param>
/// <param name="CooldownSeconds">Messages sent within this time before the logs' end are left out.</param>
/// <param name="Simulated">Whether the run was in simulated time, which begins at 2000-01-01 UTC.</param>
/// <param name="StartUnixSeconds">The run's start: in simulated time its epoch, otherwise the first line.</param>
/// <param name="FromUnixSeconds">Messages sent at or before this are left out if there is a warm-up.</param>
/// <param name="ToUnixSeconds">Messages sent after this are left out.</param>
public sealed record AnalysisSettings(
    double TimeoutSeconds,
    double WarmupSeconds,
    double CooldownSeconds,
    bool Simulated,
    double StartUnixSeconds,
    double FromUnixSeconds,
    double ToUnixSeconds
);

/// <summary>
/// The parameters with which a run is repeated, from the summary next to its logs. Missing members are <c>null</c>.
/// </summary>
/// <param name="Verdict">The run's own verdict, for example <c>Ok</c> or <c>Lossy</c>.</param>
/// <param name="ProgramVersion">Version of the program that ran.</param>
/// <param name="Seed">Seed of all draws.</param>
/// <param name="ConfigHash">A hash that is equal for runs of the same configuration.</param>
/// <param name="Users">Users.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Conversations">Memberships.</param>
/// <param name="Engine">The implementation of TLS.</param>
/// <param name="Host">The machine.</param>
/// <param name="TalkMilliseconds">How long users sent messages.</param>
/// <param name="Lost">Deliveries that the run itself reported as lost.</param>
public sealed record RunIdentity(
    string? Verdict,
    string? ProgramVersion,
    ulong? Seed,
    string? ConfigHash,
    long? Users,
    long? Groups,
    long? Conversations,
    string? Engine,
    string? Host,
    long? TalkMilliseconds,
    long? Lost
);

/// <summary>The generator's own health.</summary>
/// <param name="ScheduleLag">
/// The delay between the time at which a message was due and its send, from extended logs; empty without them.
/// </param>
/// <param name="ScheduleLagP99Microseconds">
/// 99th percentile from the run's own summary; this and the following are <c>null</c> without one.
/// </param>
/// <param name="ScheduleLagMaxMicroseconds">Its maximum.</param>
/// <param name="GcPauseMicroseconds">Total pause time of the garbage collector.</param>
/// <param name="GcCollections">Collections.</param>
/// <param name="LogLinesLost">
/// Log lines that could not be written; if there are any, the measurement is incomplete.
/// </param>
public sealed record GeneratorHealth(
    LatencyDistribution ScheduleLag,
    long? ScheduleLagP99Microseconds,
    long? ScheduleLagMaxMicroseconds,
    long? GcPauseMicroseconds,
    long? GcCollections,
    long? LogLinesLost
);
