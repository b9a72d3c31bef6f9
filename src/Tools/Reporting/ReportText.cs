using System.Globalization;
using System.Text;
using MGen.Report.Pages;
using MGen.Report.Sets;

namespace MGen.Tools.Reporting;

/// <summary>Formats the result of <c>report</c> for people.</summary>
internal static class ReportText
{
    private const int MostWarnings = 10;

    private static readonly (string Measure, string Name)[] Shown =
    [
        ("delivered_share", "delivered"),
        ("late_or_missing_share", "late or missing"),
        ("round_trip_p50_seconds", "round trip p50"),
        ("round_trip_p99_seconds", "p99"),
    ];

    public static string Format(RunReport report, IReadOnlyList<RunSet> sets, ReportFiles files)
    {
        StringBuilder text = new();
        Line(text, "verdict", report.VerdictSentence);
        foreach (RunSet set in sets)
        {
            long sent = set.Runs.Sum(run => run.Messages.Sent);
            Line(
                text,
                "set",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{set.Name}   runs {set.Runs.Count}   sent {sent:N0}   {Measures(set)}"
                )
            );
        }
        foreach (string warning in report.Warnings.Take(MostWarnings))
            Line(text, "warning", warning);
        if (report.Warnings.Count > MostWarnings)
            Line(text, "warning", $"{report.Warnings.Count - MostWarnings} more are on the page");
        if (files.PlotsDirectory is { } directory)
            Line(text, "plots", $"{files.PlotFiles} files in {directory}");
        Line(
            text,
            "page",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{files.Page}   ({files.PageBytes / 1000.0:N0} kB, {report.Figures.Count} figures)"
            )
        );
        return text.ToString();
    }

    private static string Measures(RunSet set)
    {
        Dictionary<string, SetMeasure> measures = RunReport.MeasuresOf(set).ToDictionary(measure => measure.Name);
        return string.Join("   ", Shown.Select(shown => $"{shown.Name} {measures[shown.Measure].Text}"));
    }

    private static void Line(StringBuilder text, string label, string line) =>
        text.Append(CultureInfo.InvariantCulture, $"{label, -10}{line}\n");
}
