using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Cli;
using MGen.Export;

namespace MGen.Tools.Exporting;

/// <summary>The result of <c>export</c> as JSON. The schema is <c>docs/schemas/export.schema.json</c>.</summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Program">Version of the program.</param>
/// <param name="Ok">Whether every line could be read.</param>
/// <param name="Logs">Event logs read.</param>
/// <param name="Lines">Their lines.</param>
/// <param name="LinesRejected">Lines that could not be read.</param>
/// <param name="Outputs">Files and directories written.</param>
/// <param name="Events">Events of clients and peers.</param>
/// <param name="People">People named in the events.</param>
/// <param name="PeopleObserved">People whose traffic was exported.</param>
/// <param name="Connections">TCP connections of observed people; 0 if no output consists of records.</param>
/// <param name="Records">TLS records of observed people; 0 if no output consists of records.</param>
/// <param name="Packets">Packets of the captures.</param>
/// <param name="Messages">
/// Messages of observed people, with receipts if they are exported; 0 if no output consists of messages.
/// </param>
/// <param name="ElapsedSeconds">Duration of the export.</param>
/// <param name="Warnings">Warnings about the outputs.</param>
internal sealed record ExportReport(
    int Version,
    string Program,
    bool Ok,
    int Logs,
    long Lines,
    long LinesRejected,
    IReadOnlyList<string> Outputs,
    long Events,
    int People,
    int PeopleObserved,
    long Connections,
    long Records,
    long Packets,
    long Messages,
    double ElapsedSeconds,
    IReadOnlyList<string> Warnings
)
{
    private const int CurrentVersion = 1;

    /// <inheritdoc cref="ExportCounts.IsDoubtful"/>
    [JsonIgnore]
    public bool IsDoubtful { get; private init; }

    private string Verdict =>
        (Ok, IsDoubtful) switch
        {
            (false, _) => "lossy",
            (true, true) => "doubtful",
            (true, false) => "ok",
        };

    public static ExportReport From(LogAccount logs, ExportCounts counts, ExportOptions options, TimeSpan elapsed) =>
        new(
            CurrentVersion,
            ProgramVersion.Text,
            logs.Rejected == 0,
            logs.Files,
            logs.Lines,
            logs.Rejected,
            [.. options.Targets.Select(target => target.Path)],
            counts.Events,
            counts.People,
            counts.Observed,
            counts.Connections,
            counts.Records,
            counts.Packets,
            counts.Messages,
            elapsed.TotalSeconds,
            counts.Warnings
        )
        {
            IsDoubtful = counts.IsDoubtful,
        };

    public string ToJson() => JsonSerializer.Serialize(this, ExportJson.Default.ExportReport) + "\n";

    /// <summary>Formats the result for people.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        Line(
            text,
            $"export    {Verdict}   logs {Logs:N0}   lines {Lines:N0}   rejected {LinesRejected:N0}   {ElapsedSeconds:F1} s"
        );
        text.Append(FormatCounts(Events, People, PeopleObserved, Connections, Records, Packets, Messages));
        return text.ToString();
    }

    /// <summary>Formats the counts of an export; <c>simulate</c> prints them, too.</summary>
    public static string FormatCounts(ExportCounts counts) =>
        FormatCounts(
            counts.Events,
            counts.People,
            counts.Observed,
            counts.Connections,
            counts.Records,
            counts.Packets,
            counts.Messages
        );

    private static string FormatCounts(
        long events,
        int people,
        int observed,
        long connections,
        long records,
        long packets,
        long messages
    )
    {
        StringBuilder text = new();
        Line(
            text,
            $"exported  events {events:N0}   people {people:N0}, observed {observed:N0}   messages {messages:N0}   connections {connections:N0}   TLS records {records:N0}   packets {packets:N0}"
        );
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

/// <summary>Source-generated serialisation, because programs compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ExportReport))]
internal sealed partial class ExportJson : JsonSerializerContext;
