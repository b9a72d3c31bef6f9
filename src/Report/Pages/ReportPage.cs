using System.Globalization;
using MGen.Analysis.Results;
using MGen.Report.Figures;
using MGen.Report.Markup;
using MGen.Report.Sets;

namespace MGen.Report.Pages;

/// <summary>
/// The page of a report: verdict and identity, then figures from the whole to the single user, losses, the generator
/// itself, warnings, and the runs.
/// </summary>
internal sealed class ReportPage(ReportRequest request, IReadOnlyList<Section> sections, IReadOnlyList<string> warnings)
{
    private readonly MarkupWriter _html = new();

    public string ToHtml()
    {
        PageFrame frame = new(_html, request.Title, request.ProgramVersion);
        frame.Begin();
        WriteHeader();
        frame.Navigate([
            .. sections.Select(section => (section.Id, section.Name)),
            ("warnings", $"Warnings ({warnings.Count})"),
            ("runs", "Runs"),
        ]);
        _html.Open("main");
        SectionWriter writer = new(_html);
        foreach (Section section in sections)
            writer.Write(section);
        new WarningWriter(_html).Write(warnings);
        WriteRuns();
        _html.Close();
        frame.End(Footer());
        return _html + "\n";
    }

    private void WriteHeader()
    {
        _html.Open("header").Element("h1", Visible.Cut(request.Title, PageFrame.LongestTitle));
        _html.Element(
            "p",
            RunVerdicts.Sentence(request.Sets),
            ("class", $"verdict {VerdictClass(RunVerdicts.Worst(request.Sets))}")
        );
        _html.Element("p", IdentityText.Format(request.Sets), ("class", "quiet"));
        if (warnings.Count > 0)
            _html
                .Open("p")
                .Element("a", warnings.Count == 1 ? "1 warning" : $"{warnings.Count} warnings", ("href", "#warnings"))
                .Close();
        if (request.Sets is [{ Runs: [AnalysisResult run] }])
            TileWriter.Write(_html, run);
        _html.Close();
    }

    private void WriteRuns()
    {
        SectionWriter writer = new(_html);
        writer.Write(new Section("runs", "Runs", "Runs", [], [.. RunTables.Create(request.Sets)]));
    }

    private string Footer()
    {
        string made = request.MadeAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return $"Made by mgentools {request.ProgramVersion} on {made}. Distributions and numbers of several runs are means over runs (of each "
            + "quantile, of each bin); bands, bars and ± are the 95 % confidence interval of that mean by Student's t, for independent runs. The vertical axis of "
            + "latencies spreads the tail: 0, 0.9, 0.99, 0.999 are at equal distances. Missing values count as slower than all others, so a curve ends where "
            + "only missing values follow.";
    }

    private static string VerdictClass(Verdict verdict) =>
        verdict switch
        {
            Verdict.Ok => "ok",
            Verdict.Lossy => "lossy",
            _ => "doubtful",
        };
}
