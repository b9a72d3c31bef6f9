using System.Globalization;
using MGen.Analysis.Results;
using MGen.Report.Figures;
using MGen.Report.Markup;
using MGen.Report.Sets;

namespace MGen.Report.Pages;

/// <summary>The page of a report: verdict and identity, then figures from the whole to the single user, the generator about itself, warnings.</summary>
internal sealed class ReportPage(ReportRequest request, IReadOnlyList<Section> sections, IReadOnlyList<string> warnings)
{
    private const int MostWarnings = 100;
    private const int LongestTitle = 200;
    private readonly MarkupWriter _html = new();

    public string ToHtml()
    {
        _html.Raw("<!doctype html>\n").Open("html", ("lang", "en"));
        WriteHead();
        _html.Open("body");
        WriteHeader();
        WriteNavigation();
        _html.Open("main");
        SectionWriter writer = new(_html);
        foreach (Section section in sections)
            writer.Write(section);
        WriteWarnings();
        WriteRuns();
        _html.Close();
        WriteFooter();
        _html.Open("script").Raw(PageAssets.Script).Close().Close().Close();
        return _html + "\n";
    }

    private void WriteHead()
    {
        _html.Open("head").Empty("meta", ("charset", "utf-8"))
            .Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", PageAssets.SecurityPolicy))
            .Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Empty("meta", ("name", "generator"), ("content", $"mgentools {request.ProgramVersion}"))
            .Element("title", Visible.Cut(request.Title, LongestTitle))
            .Open("style").Raw(PageAssets.Style).Close().Close();
    }

    private void WriteHeader()
    {
        _html.Open("header").Element("h1", Visible.Cut(request.Title, LongestTitle));
        _html.Element("p", RunVerdicts.Sentence(request.Sets), ("class", $"verdict {VerdictClass(RunVerdicts.Worst(request.Sets))}"));
        _html.Element("p", IdentityText.Of(request.Sets), ("class", "quiet"));
        if (warnings.Count > 0)
            _html.Open("p").Element("a", warnings.Count == 1 ? "1 warning" : $"{warnings.Count} warnings", ("href", "#warnings")).Close();
        if (request.Sets is [{ Runs: [AnalysisResult run] }])
            TileWriter.Write(_html, run);
        _html.Close();
    }

    private void WriteNavigation()
    {
        _html.Open("nav", ("aria-label", "Sections")).Open("ul");
        IEnumerable<(string, string)> links =
            [.. sections.Select(section => (section.Id, section.Name)), ("warnings", $"Warnings ({warnings.Count})"), ("runs", "Runs")];
        foreach ((string id, string title) in links)
            _html.Open("li").Element("a", title, ("href", "#" + id)).Close();
        _html.Close().Close();
    }

    private void WriteWarnings()
    {
        _html.Open("section", ("id", "warnings")).Element("h2", "Warnings");
        if (warnings.Count == 0)
            _html.Element("p", "None.");
        _html.Open("ul", ("class", "warnings"));
        foreach (string warning in warnings.Take(MostWarnings))
            _html.Element("li", Visible.Cut(warning, 600));
        if (warnings.Count > MostWarnings)
            _html.Element("li", $"{warnings.Count - MostWarnings} more; --format json has them all");
        _html.Close().Close();
    }

    private void WriteRuns()
    {
        SectionWriter writer = new(_html);
        writer.Write(new Section("runs", "Runs", "Runs", [], [.. RunTables.Of(request.Sets)]));
    }

    private void WriteFooter()
    {
        string made = request.MadeAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        _html.Open("footer").Element("p", $"Made by mgentools {request.ProgramVersion} on {made}. Distributions and figures of several runs are means over runs (of each "
            + "quantile, of each bin); bands, bars and ± are the 95 % confidence interval of that mean by Student's t, for independent runs. The vertical axis of "
            + "latencies spreads the tail: 0, 0.9, 0.99, 0.999 stand at equal distances. What never came counts as slower than all others, so a curve ends where "
            + "only that is left.", ("class", "quiet")).Close();
    }

    private static string VerdictClass(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Lossy => "lossy",
        _ => "doubtful",
    };
}
