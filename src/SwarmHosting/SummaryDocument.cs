using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.EventLog;
using MGen.Messenger.Measurement;

namespace MGen.SwarmHosting;

/// <summary>
/// The summary of a run of <c>mgen-client</c> or <c>mgen-peer</c> as JSON (<c>--summary</c>). Its schema,
/// <c>docs/schemas/run.schema.json</c>, describes the members. Members that the summary of <c>mgen-demo</c> also
/// contains are named alike in both, so that <c>mgentools analyze</c> reads both.
/// </summary>
internal sealed record SummaryDocument
{
    /// <summary>Version of the schema.</summary>
    public int Version { get; } = 1;

    public required string Verdict { get; init; }

    public required int ExitCode { get; init; }

    public required RunPart Run { get; init; }

    public required MessagesPart Messages { get; init; }

    public required TimesPart TimeToReceiptMicroseconds { get; init; }

    public required SelfPart Self { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Creates the summary of a run that has ended.</summary>
    public static SummaryDocument From(
        RunFacts facts,
        RunVerdict verdict,
        TimeSpan lasted,
        LedgerSnapshot ledger,
        EventLogWriter log,
        IReadOnlyList<string> warnings
    ) =>
        new()
        {
            Verdict = verdict.Name,
            ExitCode = (int)verdict.Code,
            Run = new RunPart(
                facts.Program,
                facts.Provenance.Version,
                facts.Provenance.Seed,
                facts.Provenance.ConfigHash,
                facts.Shard,
                facts.Users,
                ledger.Conversations,
                facts.Transport,
                facts.Host,
                facts.Started.UtcDateTime,
                (long)lasted.TotalMilliseconds
            ),
            Messages = new MessagesPart(
                ledger.MessagesSent,
                ledger.MessagesReceived,
                ledger.Unacknowledged,
                RunVerdict.Lost(ledger)
            ),
            TimeToReceiptMicroseconds = TimesPart.From(ledger.RoundTrip),
            Self = SelfPart.From(ledger, log.LinesWritten, log.LinesLost),
            Warnings = warnings,
        };

    /// <summary>Formats the file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SummaryJson.Default.SummaryDocument) + "\n";

    /// <summary>What must be known to repeat the run.</summary>
    internal sealed record RunPart(
        string Program,
        string ProgramVersion,
        ulong Seed,
        string ConfigHash,
        string Shard,
        int Users,
        long Conversations,
        string Engine,
        string Host,
        DateTime Started,
        long TalkMilliseconds
    );

    /// <summary>Volumes of messages.</summary>
    internal sealed record MessagesPart(long Sent, long Received, long Unacknowledged, long Lost);
}

/// <summary>The JSON form of a summary.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SummaryDocument))]
internal sealed partial class SummaryJson : JsonSerializerContext;

/// <summary>The facts about a run that are known before it starts.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Provenance">What must be known to repeat the run.</param>
/// <param name="Shard">The part of the users, as in <c>2/3</c>.</param>
/// <param name="Users">How many users this process runs.</param>
/// <param name="Transport">The transport of the messages, as in <c>tls records</c>.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Started">When the run started.</param>
internal sealed record RunFacts(
    string Program,
    RunProvenance Provenance,
    string Shard,
    int Users,
    string Transport,
    string Host,
    DateTimeOffset Started
);

/// <summary>
/// Quantiles of times in microseconds, in the summaries of <c>mgen-client</c>, <c>mgen-peer</c> and <c>mgen-demo</c>.
/// All but the count are <c>null</c> if nothing was measured.
/// </summary>
/// <param name="Count">The number of measured times.</param>
/// <param name="P50">The median; like all quantiles at most 3.2 % too high.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The longest time, exact.</param>
public sealed record TimesPart(long Count, long? P50, long? P90, long? P99, long? Max)
{
    /// <summary>Converts a histogram's quantiles.</summary>
    public static TimesPart From(HistogramSnapshot times)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count == 0)
            return new TimesPart(0, null, null, null, null);
        return new TimesPart(
            times.Count,
            Microseconds(times.P50),
            Microseconds(times.P90),
            Microseconds(times.P99),
            Microseconds(times.Max)
        );
    }

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;
}

/// <summary>The generator's own health.</summary>
/// <param name="ScheduleLagMicroseconds">From a message's planned time to its creation.</param>
/// <param name="GcPauseMicroseconds">Total pause of the garbage collector.</param>
/// <param name="GcCollections">Number of garbage collections.</param>
/// <param name="LogLines">Lines written to the event log.</param>
/// <param name="LogLinesLost">Lines lost because they could not be written.</param>
public sealed record SelfPart(
    TimesPart ScheduleLagMicroseconds,
    long GcPauseMicroseconds,
    int GcCollections,
    long LogLines,
    long LogLinesLost
)
{
    /// <summary>The health of this process until now.</summary>
    public static SelfPart From(LedgerSnapshot ledger, long linesWritten, long linesLost)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return new SelfPart(
            TimesPart.From(ledger.ScheduleLag),
            (long)GC.GetTotalPauseDuration().TotalMicroseconds,
            GC.CollectionCount(0),
            linesWritten,
            linesLost
        );
    }
}
