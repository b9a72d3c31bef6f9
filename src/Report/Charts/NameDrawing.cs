namespace MGen.Report.Charts;

/// <summary>Writes the names of series next to their lines instead of in a legend.</summary>
internal sealed class NameDrawing(SvgWriter svg, Plot plot)
{
    private const double SampleWidth = 28;
    private const double Inset = 8;

    /// <param name="place">The place of the names.</param>
    /// <param name="names">Each series with its name and the height of its line's end.</param>
    /// <param name="points">The points drawn, which names avoid.</param>
    public void Draw(
        NamePlace place,
        IReadOnlyList<(Series Series, string Name, double End)> names,
        IReadOnlyList<Point> points
    )
    {
        if (names.Count == 0)
            return;
        if (place == NamePlace.LineEnds)
            DrawAtEnds(names);
        else if (place == NamePlace.Corner)
            DrawInCorner(names, points);
    }

    private void DrawAtEnds(IReadOnlyList<(Series Series, string Name, double End)> names)
    {
        double[] places = LabelPlacement.Spread(
            [.. names.Select(name => name.End)],
            ChartSize.LineHeight,
            plot.Top + 6,
            plot.Bottom - 2
        );
        foreach (((Series series, string name, _), double at) in names.Zip(places))
            svg.SeriesLabel(plot.Right + 7, at + 4.5, name, series.Color);
    }

    private void DrawInCorner(
        IReadOnlyList<(Series Series, string Name, double End)> names,
        IReadOnlyList<Point> points
    )
    {
        double width = names.Max(name => TextWidth.Measure(name.Name, ChartSize.FontSize * 1.05)) + SampleWidth + Inset;
        double height = (names.Count * ChartSize.LineHeight) + Inset;
        Plot lower = new(plot.Right - width, plot.Bottom - height, plot.Right, plot.Bottom);
        Plot upper = new(plot.Left + Inset, plot.Top, plot.Left + Inset + width, plot.Top + height);
        Plot box = points.Count(upper.Holds) < points.Count(lower.Holds) ? upper : lower;
        double y = box.Top + ChartSize.FontSize;
        foreach ((Series series, string name, _) in names)
        {
            svg.SeriesSample(box.Left, y - 4.5, series.Color, series.Dash);
            svg.SeriesLabel(box.Left + SampleWidth, y, name, series.Color);
            y += ChartSize.LineHeight;
        }
    }
}

/// <summary>The place of the names of series.</summary>
internal enum NamePlace
{
    /// <summary>No names: there is one series, and the title names it.</summary>
    None,

    /// <summary>Right of the plot, at the end of each line.</summary>
    LineEnds,

    /// <summary>In the lower right or the upper left corner of the plot, which rising curves leave empty.</summary>
    Corner,
}
