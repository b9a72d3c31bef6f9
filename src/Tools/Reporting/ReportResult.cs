using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Analysis.Results;
using MGen.Report.Pages;
using MGen.Report.Sets;

namespace MGen.Tools.Reporting;

/// <summary>
/// The result of <c>report</c> as JSON. The schema, <c>docs/schemas/report.schema.json</c>, describes the members.
/// </summary>
internal sealed record ReportResult(
    int Version,
    Verdict Verdict,
    string Page,
    long PageBytes,
    string? PlotsDirectory,
    IReadOnlyList<ReportResult.FigurePart> Figures,
    IReadOnlyList<ReportResult.SetPart> Sets,
    IReadOnlyList<string> Warnings
)
{
    private const int CurrentVersion = 1;

    public static ReportResult From(RunReport report, IReadOnlyList<RunSet> sets, ReportFiles files) =>
        new(
            CurrentVersion,
            report.Verdict,
            files.Page,
            files.PageBytes,
            files.PlotsDirectory,
            [.. report.Figures.Select(figure => new FigurePart(figure.Id, figure.Title))],
            [.. sets.Select(Part)],
            report.Warnings
        );

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.ReportResult) + "\n";

    private static SetPart Part(RunSet set) =>
        new(
            set.Name,
            [
                .. set.Runs.Select(run => new RunPart(
                    run.Label,
                    run.Verdict,
                    run.Run?.Seed,
                    run.Run?.ConfigHash,
                    run.Messages.Sent
                )),
            ],
            RunReport
                .MeasuresOf(set)
                .ToDictionary(
                    measure => measure.Name,
                    measure => new IntervalPart(measure.Mean, measure.Low95, measure.High95, measure.Runs)
                )
        );

    /// <summary>A chart; its files are <c>ID.svg</c> and <c>ID.csv</c>.</summary>
    internal sealed record FigurePart(string Id, string Title);

    /// <summary>A set of runs.</summary>
    internal sealed record SetPart(
        string Name,
        IReadOnlyList<RunPart> Runs,
        IReadOnlyDictionary<string, IntervalPart> Measures
    );

    /// <summary>A run.</summary>
    internal sealed record RunPart(string Label, Verdict Verdict, ulong? Seed, string? ConfigHash, long MessagesSent);

    /// <summary>A mean over runs.</summary>
    internal sealed record IntervalPart(double? Mean, double? Low95, double? High95, int Runs);
}

/// <summary>Source-generated serialisation, because programs compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true
)]
[JsonSerializable(typeof(ReportResult))]
internal sealed partial class ReportJson : JsonSerializerContext;
