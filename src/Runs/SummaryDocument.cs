using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.EventLog;
using MGen.Messenger.Measurement;

namespace MGen.Runs;

/// <summary>
/// The summary of a run of <c>mgen-client</c> or <c>mgen-peer</c> as JSON (<c>--summary</c>). Its contract is
/// <c>docs/schemas/run.schema.json</c>, which also explains the members; what <c>mgen-demo</c> has, too, has the same
/// names, so that <c>mgentools analyze</c> reads both.
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

    /// <summary>Makes the summary of a run that has ended.</summary>
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
            Verdict = $"{char.ToUpperInvariant(verdict.Word[0])}{verdict.Word[1..]}",
            ExitCode = (int)verdict.Code,
            Run = new RunPart(
                facts.Program,
                facts.Identity.Version,
                facts.Identity.Seed,
                facts.Identity.ConfigHash,
                facts.Shard,
                facts.Users,
                ledger.Conversations,
                facts.Carriage,
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
            Self = new SelfPart(
                TimesPart.From(ledger.ScheduleLag),
                (long)GC.GetTotalPauseDuration().TotalMicroseconds,
                GC.CollectionCount(0),
                log.LinesWritten,
                log.LinesLost
            ),
            Warnings = warnings,
        };

    /// <summary>The text of the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SummaryJson.Default.SummaryDocument) + "\n";

    /// <summary>What must be named to repeat the run.</summary>
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

/// <summary>What is known of a run before it starts.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Identity">What must be named to repeat it.</param>
/// <param name="Shard">Which part of the users, as in <c>2/3</c>.</param>
/// <param name="Users">How many users this process runs.</param>
/// <param name="Carriage">What carries the messages, as in <c>tls records</c>.</param>
/// <param name="Host">The machine.</param>
/// <param name="Started">When it started.</param>
internal sealed record RunFacts(
    string Program,
    RunIdentity Identity,
    string Shard,
    int Users,
    string Carriage,
    string Host,
    DateTimeOffset Started
);
