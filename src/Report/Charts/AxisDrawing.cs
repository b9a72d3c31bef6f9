namespace MGen.Report.Charts;

/// <summary>Draws two axes: few grid lines, numbers with units, and titles.</summary>
internal sealed class AxisDrawing(SvgWriter svg, Plot plot, double chartWidth)
{
    private const double Gap = 6;

    /// <summary>
    /// Draws both axes. The title of the vertical axis is written horizontally above the axis, so that it is readable.
    /// </summary>
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
        DrawHorizontal(x, categories, hasGrid: false);
    }

    /// <summary>Draws the horizontal axis only.</summary>
    public void DrawHorizontal(Axis x, IReadOnlyList<string>? categories, bool hasGrid)
    {
        svg.Label((plot.Left + plot.Right) / 2, plot.Bottom + 36, x.Title, Anchor.Middle);
        foreach ((double value, string text) in categories is null ? Ticks(x) : Names(x, categories))
        {
            double at = plot.X(x, value);
            if (hasGrid)
                svg.GridLine(at, plot.Top, at, plot.Bottom);
            svg.AxisLine(at, plot.Bottom, at, plot.Bottom + 4);
            svg.Label(Middle(at, text), plot.Bottom + 18, text, Anchor.Middle);
        }
    }

    // As many numbers as fit, up to six.
    private (double At, string Text)[] Ticks(Axis x)
    {
        for (int wanted = 6; ; wanted--)
        {
            (double At, string Text)[] ticks =
            [
                .. x.Scale.Ticks(wanted, x.Quantity).Select(tick => (tick, x.Text(tick))),
            ];
            if (HaveRoom(x, ticks) || wanted == 2)
                return ticks;
        }
    }

    // Every name, or every second, third ... one, as many as fit.
    private (double At, string Text)[] Names(Axis x, IReadOnlyList<string> categories)
    {
        for (int every = 1; ; every++)
        {
            (double At, string Text)[] names =
            [
                .. categories
                    .Index()
                    .Where(name => name.Index % every == 0)
                    .Select(name => ((double)name.Index, name.Item)),
            ];
            if (names.Length <= 1 || HaveRoom(x, names))
                return names;
        }
    }

    private bool HaveRoom(Axis x, (double At, string Text)[] texts) =>
        texts
            .Zip(
                texts.Skip(1),
                (one, next) =>
                    Middle(plot.X(x, next.At), next.Text)
                    - Middle(plot.X(x, one.At), one.Text)
                    - ((Width(one.Text) + Width(next.Text)) / 2)
            )
            .All(room => room >= Gap);

    // A number at the border is moved inwards, so that it stays inside the picture.
    private double Middle(double at, string text) => Math.Clamp(at, Width(text) / 2, chartWidth - (Width(text) / 2));

    private static double Width(string text) => TextWidth.Measure(text, ChartSize.FontSize);
}
