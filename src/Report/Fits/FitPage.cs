using MGen.Fitting.Goodness;
using MGen.Fitting.Reporting;
using MGen.Report.Figures;
using MGen.Report.Markup;
using MGen.Report.Pages;
using MGen.Report.Quantities;

namespace MGen.Report.Fits;

/// <summary>The page of a fit: overview, distributions or chat size classes, users, inputs, warnings.</summary>
internal sealed class FitPage(FitReport fit, string programVersion, IReadOnlyList<Section> sections)
{
    private readonly MarkupWriter _html = new();

    public string ToHtml()
    {
        PageFrame frame = new(_html, "How good the fit is", programVersion);
        frame.Begin();
        WriteHeader();
        frame.Navigate([
            .. sections.Select(section => (section.Id, section.Name)),
            ("warnings", $"Warnings ({fit.Warnings.Count})"),
        ]);
        _html.Open("main");
        SectionWriter writer = new(_html);
        foreach (Section section in sections)
            writer.Write(section);
        new WarningWriter(_html).Write(fit.Warnings);
        _html.Close();
        frame.End(
            $"Made by mgentools {programVersion}. \"Real\" is the result of fitting the chats, \"simulated\" that of fitting the same chats simulated by "
                + "the models in virtual time. Users are weighted by their numbers of messages. Distributions are compared at their percentiles; KS is the largest distance of the "
                + "two distribution functions, from 0 to 1 (Kolmogorov and Smirnov)."
        );
        return _html + "\n";
    }

    private void WriteHeader()
    {
        _html.Open("header").Element("h1", "How good the fit is");
        _html.Element("p", Identity(), ("class", "quiet"));
        if (fit.Goodness is { } goodness)
            TileWriter.Write(_html, Tiles(goodness));
        _html.Close();
    }

    private string Identity()
    {
        string compat = fit.Compat.Count == 0 ? "" : $" · compat {string.Join(", ", fit.Compat)}";
        return $"{fit.Verdict} · {Quantity.Count.Text(fit.Totals.Models)} models of {Quantity.Count.Text(fit.Totals.Users)} users · {Quantity.Count.Text(fit.Totals.Chats)} chats · "
            + $"{Quantity.Count.Text(fit.Totals.Messages)} messages · seed {fit.Seed} · timeout {fit.ActiveTimeout}{compat}";
    }

    private static (string, string)[] Tiles(GoodnessOfFit goodness)
    {
        DistributionComparison? worst = goodness
            .Distributions.Where(distribution => distribution.KsDistance is not null)
            .MaxBy(distribution => distribution.KsDistance);
        return
        [
            (
                Quantity.Count.Text(goodness.SimulatedMessages),
                $"messages simulated, {Quantity.Count.Text(goodness.RealMessages)} real"
            ),
            .. worst is null
                ? ((string, string)[])[]
                :
                [
                    (
                        $"{Quantity.Probability.Text(Math.Round(worst.KsDistance!.Value, 3))} ({worst.Symbol})",
                        "largest KS distance of a distribution, over all users"
                    ),
                ],
        ];
    }
}
