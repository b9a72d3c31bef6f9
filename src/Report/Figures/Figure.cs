using MGen.Report.Charts;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>A chart with the numbers behind it.</summary>
/// <param name="Chart">The chart; its title says what it shows.</param>
/// <param name="Note">The number of values, and remarks for the reader.</param>
/// <param name="Shown">The main numbers, with units.</param>
/// <param name="Data">All numbers, for programs; units are in the columns' names.</param>
internal sealed record Figure(Chart Chart, string Note, Table Shown, Table Data);

/// <summary>Formats a figure as files for a paper.</summary>
internal static class FigureFiles
{
    /// <summary>Returns the chart as SVG and its numbers as CSV: names and contents.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="size">Its size on paper; <c>null</c>: as on the page.</param>
    public static IEnumerable<(string Name, string Content)> Create(Figure figure, FigureSize? size) =>
        [
            ($"{figure.Chart.Id}.svg", figure.Chart.ToSvgFile(size)),
            ($"{figure.Chart.Id}.csv", CsvText.Format(figure.Data)),
        ];
}

/// <summary>A part of the report.</summary>
/// <param name="Id">The anchor on the page.</param>
/// <param name="Name">The name in links: one or two words.</param>
/// <param name="Title">The heading.</param>
/// <param name="Figures">Charts, possibly none.</param>
/// <param name="Tables">Tables, each with a caption.</param>
internal sealed record Section(
    string Id,
    string Name,
    string Title,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<(string Caption, Table Table)> Tables
)
{
    /// <summary>Text for a section without content, so that a reader does not take its absence for a zero.</summary>
    public string Nothing { get; init; } = "";
}
