using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>A figure as files for a paper.</summary>
internal static class FigureFiles
{
    /// <summary>The picture as SVG and its numbers as CSV: names and contents.</summary>
    public static IEnumerable<(string Name, string Content)> Of(Figure figure) =>
    [
        ($"{figure.Chart.Id}.svg", figure.Chart.ToSvgFile()),
        ($"{figure.Chart.Id}.csv", CsvText.Of(figure.Data)),
    ];
}
