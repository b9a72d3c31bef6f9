using MGen.Report.Markup;

namespace MGen.Report.Charts;

/// <summary>One amount per row with its interval of confidence, and the single values it was made of: for comparing sets at a glance.</summary>
internal sealed record DotChart : Chart
{
    private const double RowHeight = 34;
    private const double LongestName = 130;

    public required Axis X { get; init; }

    /// <summary>From top to bottom. The interval's bounds are not numbers where there is none; the text stands behind the row.</summary>
    public required IReadOnlyList<(string Name, double Mean, double Low, double High, IReadOnlyList<double> Values, string Text, int Color)> Rows { get; init; }

    public override double Height => (Rows.Count * RowHeight) + 54;

    protected override Plot Layout()
    {
        double names = Rows.Max(row => TextWidth.Of(ShortName(row.Name), ChartSize.FontSize * 1.05));
        double texts = Rows.Max(row => TextWidth.Of(row.Text, ChartSize.FontSize));
        return new Plot(Math.Ceiling(names) + 14, 6, ChartSize.Width - Math.Ceiling(texts) - 16, Height - 42);
    }

    protected override void Draw(SvgWriter svg, Plot plot)
    {
        new AxisDrawing(svg, plot).DrawHorizontal(X, categories: null, hasGrid: true);
        svg.AxisLine(plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        double y = plot.Top + (RowHeight / 2);
        foreach ((string name, double mean, double low, double high, IReadOnlyList<double> values, string text, int color) in Rows)
        {
            svg.SeriesLabel(plot.Left - 9, y + 4.5, ShortName(name), color, Anchor.End);
            foreach (double value in values)
                svg.Tick(plot.X(X, value), y - 6, y + 6, color);
            if (double.IsFinite(low) && double.IsFinite(high))
                svg.SeriesLine([new Point(plot.X(X, low), y), new Point(plot.X(X, high), y)], color, dash: null, name: null);
            svg.Marker(plot.X(X, mean), y, color, $"{name}: {text}");
            svg.Value(ChartSize.Width - 4, y + 4.5, text, Anchor.End);
            y += RowHeight;
        }
    }

    private static string ShortName(string name) => TextWidth.Cut(Visible.Of(name), LongestName, ChartSize.FontSize * 1.05);
}
