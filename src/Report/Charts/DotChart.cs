using MGen.Report.Markup;

namespace MGen.Report.Charts;

/// <summary>
/// One amount per row with its confidence interval and the single values behind it, for comparing sets at a glance.
/// </summary>
internal sealed record DotChart : Chart
{
    private const double RowHeight = 34;
    private const double LongestName = 130;

    public required Axis X { get; init; }

    /// <summary>From top to bottom.</summary>
    public required IReadOnlyList<DotRow> Rows { get; init; }

    public override double Height => (Rows.Count * RowHeight) + 54;

    protected override Plot Layout()
    {
        double names = Rows.Max(row => TextWidth.Measure(ShortName(row.Name), ChartSize.FontSize * 1.05));
        double texts = Rows.Max(row => TextWidth.Measure(row.Text, ChartSize.FontSize));
        return new Plot(Math.Ceiling(names) + 14, 6, Width - Math.Ceiling(texts) - 16, Height - 42);
    }

    protected override void Draw(SvgWriter svg, Plot plot)
    {
        new AxisDrawing(svg, plot, Width).DrawHorizontal(X, categories: null, hasGrid: true);
        svg.AxisLine(plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        double y = plot.Top + (RowHeight / 2);
        foreach (DotRow row in Rows)
        {
            DrawRow(svg, plot, row, y);
            y += RowHeight;
        }
    }

    private void DrawRow(SvgWriter svg, Plot plot, DotRow row, double y)
    {
        svg.SeriesLabel(plot.Left - 9, y + 4.5, ShortName(row.Name), row.Color, Anchor.End);
        foreach (double value in row.Values)
            svg.Tick(plot.X(X, value), y - 6, y + 6, row.Color);
        if (double.IsFinite(row.Low) && double.IsFinite(row.High))
            svg.SeriesLine(
                [new Point(plot.X(X, row.Low), y), new Point(plot.X(X, row.High), y)],
                row.Color,
                dash: null,
                name: null
            );
        svg.Marker(plot.X(X, row.Mean), y, row.Color, $"{row.Name}: {row.Text}");
        svg.Value(Width - 4, y + 4.5, row.Text, Anchor.End);
    }

    private string ShortName(string name) =>
        TextWidth.Cut(Visible.Escape(name), Fitting(LongestName), ChartSize.FontSize * 1.05);
}

/// <summary>A row of a <see cref="DotChart"/>.</summary>
/// <param name="Name">The name, left of the row; untrusted text.</param>
/// <param name="Color">The index of its colour in the palette.</param>
/// <param name="Mean">The position of the dot.</param>
/// <param name="Text">The formatted number, right of the row.</param>
internal sealed record DotRow(string Name, int Color, double Mean, string Text)
{
    /// <summary>The lower end of the confidence interval; NaN if there is none.</summary>
    public double Low { get; init; } = double.NaN;

    /// <summary>The upper end of the confidence interval; NaN if there is none.</summary>
    public double High { get; init; } = double.NaN;

    /// <summary>The values drawn as strokes.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];
}
