using MGen.Fitting.Reporting;
using MGen.Report.Figures;

namespace MGen.Report.Fits;

/// <summary>How good a fit is, as pictures: one page, and the same figures as files. Holds what the fit's report holds, so no name and no text.</summary>
public sealed class FitPictures
{
    private readonly FitReport _fit;
    private readonly string _programVersion;
    private readonly IReadOnlyList<Section> _sections;

    /// <summary>Makes the figures.</summary>
    /// <param name="fit">The fit, with or without its goodness.</param>
    /// <param name="programVersion">Version of the program that makes them.</param>
    public FitPictures(FitReport fit, string programVersion)
    {
        ArgumentNullException.ThrowIfNull(fit);
        (_fit, _programVersion) = (fit, programVersion);
        _sections = fit.Classes is null
            ? [ShareSection.Of(fit.Goodness), .. LawSection.Of(fit.Goodness), FitTables.Users(fit), FitTables.Inputs(fit)]
            : [.. ClassSection.Of(fit.Classes), FitTables.Users(fit), FitTables.Inputs(fit)];
    }

    /// <summary>The page: HTML that needs no other file and no network. The same fit gives the same bytes.</summary>
    public string ToHtml() => new FitPage(_fit, _programVersion, _sections).ToHtml();

    /// <summary>Each figure as an SVG file and its numbers as a CSV file: names and contents.</summary>
    public IEnumerable<(string Name, string Content)> Plots() => _sections.SelectMany(section => section.Figures).SelectMany(FigureFiles.Of);
}
