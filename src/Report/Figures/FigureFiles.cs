using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>Writes a figure as files for a paper.</summary>
internal static class FigureFiles
{
    /// <summary>Returns the chart as SVG and its numbers as CSV: names and contents.</summary>
    public static IEnumerable<(string Name, string Content)> Create(Figure figure) =>
    [
        ($"{figure.Chart.Id}.svg", figure.Chart.ToSvgFile()),
        ($"{figure.Chart.Id}.csv", CsvText.Format(figure.Data)),
    ];
}
