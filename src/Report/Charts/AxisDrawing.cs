namespace MGen.Report.Charts;

/// <summary>Draws two axes: few grid lines, numbers with units, and what is measured.</summary>
internal sealed class AxisDrawing(SvgWriter svg, Plot plot)
{
    private const double Gap = 6;

    /// <summary>The title of the vertical axis stands upright above it, where it can be read.</summary>
    public void Draw(Axis x, IReadOnlyList<string>? categories, Axis y, IReadOnlyList<double> yTicks)
    {
        foreach (double tick in yTicks)
        {
            double at = plot.Y(y, tick);
            svg.GridLine(plot.Left, at, plot.Right, at);
            svg.Label(plot.Left - Gap, at + 4.5, y.Text(tick), Anchor.End);
        }
        svg.Label(1, 14, y.Title);
        svg.AxisLine(plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        DrawHorizontal(x, categories);
        svg.Label(Math.Min(plot.Right, (plot.Left + plot.Right) / 2), plot.Bottom + 36, x.Title, Anchor.Middle);
    }

    private void DrawHorizontal(Axis x, IReadOnlyList<string>? categories)
    {
        double free = 0;
        IEnumerable<(double At, string Text)> ticks = categories is null
            ? x.Scale.Ticks(6, x.Quantity).Select(tick => (tick, x.Text(tick)))
            : categories.Select((name, i) => ((double)i, name));
        foreach ((double value, string text) in ticks)
        {
            double at = plot.X(x, value);
            double half = TextWidth.Of(text, ChartSize.FontSize) / 2;
            // A number at the border moves inwards rather than out of the picture.
            double middle = Math.Clamp(at, half, ChartSize.Width - half);
            if (middle - half < free)
                continue;
            free = middle + half + Gap;
            svg.AxisLine(at, plot.Bottom, at, plot.Bottom + 4);
            svg.Label(middle, plot.Bottom + 18, text, Anchor.Middle);
        }
    }
}
