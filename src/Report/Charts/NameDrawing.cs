namespace MGen.Report.Charts;

/// <summary>Writes the names of series where the eye is, instead of a legend beside the chart.</summary>
internal sealed class NameDrawing(SvgWriter svg, Plot plot)
{
    public void Draw(NamePlace place, IReadOnlyList<(Series Series, string Name, double End)> names)
    {
        if (place == NamePlace.LineEnds)
            DrawAtEnds(names);
        else if (place == NamePlace.LowerRight)
            DrawInCorner(names);
    }

    private void DrawAtEnds(IReadOnlyList<(Series Series, string Name, double End)> names)
    {
        double[] places = LabelPlacement.Spread([.. names.Select(name => name.End)], ChartSize.LineHeight, plot.Top + 6, plot.Bottom - 2);
        foreach (((Series series, string name, _), double at) in names.Zip(places))
            svg.SeriesLabel(plot.Right + 7, at + 4.5, name, series.Color);
    }

    private void DrawInCorner(IReadOnlyList<(Series Series, string Name, double End)> names)
    {
        double width = names.Max(name => TextWidth.Of(name.Name, ChartSize.FontSize * 1.05));
        double y = plot.Bottom - 10 - ((names.Count - 1) * ChartSize.LineHeight);
        foreach ((Series series, string name, _) in names)
        {
            double x = plot.Right - width - 8;
            svg.SeriesSample(x - 28, y - 4.5, series.Color, series.Dash);
            svg.SeriesLabel(x, y, name, series.Color);
            y += ChartSize.LineHeight;
        }
    }
}
