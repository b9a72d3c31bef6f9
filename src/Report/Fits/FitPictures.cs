using MGen.Fitting.Reporting;
using MGen.Report.Charts;
using MGen.Report.Figures;

namespace MGen.Report.Fits;

/// <summary>
/// The quality of a fit in figures: one page, and the same figures as files. Contains what the fit's report contains,
/// hence no name of a person and no text of a message.
/// </summary>
public sealed class FitPictures
{
    private readonly FitReport _fit;
    private readonly string _programVersion;
    private readonly IReadOnlyList<Section> _sections;

    /// <summary>Creates the figures.</summary>
    /// <param name="fit">The fit, with or without its goodness.</param>
    /// <param name="programVersion">The version of the program.</param>
    public FitPictures(FitReport fit, string programVersion)
    {
        ArgumentNullException.ThrowIfNull(fit);
        _fit = fit;
        _programVersion = programVersion;
        _sections = fit.Classes is null
            ?
            [
                ShareSection.Create(fit.Goodness),
                .. DistributionSection.Create(fit.Goodness),
                FitTables.Users(fit),
                FitTables.Inputs(fit),
            ]
            : [.. ClassSection.Create(fit.Classes), FitTables.Users(fit), FitTables.Inputs(fit)];
    }

    /// <summary>The page: HTML that needs no other file and no network. The same fit yields the same bytes.</summary>
    public string ToHtml() => new FitPage(_fit, _programVersion, _sections).ToHtml();

    /// <summary>Each figure as an SVG file and its numbers as a CSV file: names and contents.</summary>
    /// <param name="size">The size of each figure on paper; <c>null</c>: as on the page.</param>
    public IEnumerable<(string Name, string Content)> Plots(FigureSize? size = null) =>
        _sections.SelectMany(section => section.Figures).SelectMany(figure => FigureFiles.Create(figure, size));
}
