using System.Globalization;
using MGen.Report.Markup;

namespace MGen.Report.Charts;

/// <summary>Lines over two axes: distributions, and events over time.</summary>
internal sealed record XyChart : Chart
{
    /// <summary>
    /// Widest name of a series, in the chart's units, in a chart of a page's width; a wider one is cut.
    /// </summary>
    private const double LongestName = 112;

    private const double NameFontSize = ChartSize.FontSize * 1.05;

    /// <summary>The distance between a tick and its label, in the chart's units.</summary>
    private const double TickGap = 6;

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    public required IReadOnlyList<Series> Series { get; init; }

    public NamePlace Names { get; init; } = NamePlace.LineEnds;

    /// <summary>
    /// A faint dashed line behind the data for comparison, such as the diagonal of a QQ plot; may be empty.
    /// </summary>
    public IReadOnlyList<Point> Reference { get; init; } = [];

    /// <summary>
    /// Whether values are selected by the pointer's vertical position, as is right for distributions, instead of its
    /// horizontal one.
    /// </summary>
    public bool IsReadByHeight { get; init; }

    /// <summary>Names instead of numbers on the horizontal axis: the name of each whole number from 0.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    protected override Plot Layout()
    {
        double yLabels = YTicks().Max(tick => TextWidth.Measure(Y.Text(tick), ChartSize.FontSize));
        double names =
            Names == NamePlace.LineEnds
                ? Drawn.Select(series => TextWidth.Measure(ShortName(series), NameFontSize)).DefaultIfEmpty(0).Max()
                    + 10
                : 16;
        return new Plot(Math.Ceiling(yLabels + TickGap + 4), 30, Width - Math.Ceiling(names) - 6, Height - 42);
    }

    // Points of categories, and points without a line, have their own tooltips.
    protected override IReadOnlyList<(string Name, string? Value)> Readout(Plot plot) =>
        Categories is not null || !Series.Any(series => series.HasLine)
            ? []
            :
            [
                ("data-by", IsReadByHeight ? "y" : "x"),
                ("data-x", AxisSpec(X, plot.Left, plot.Right)),
                ("data-y", AxisSpec(Y, plot.Bottom, plot.Top)),
            ];

    protected override void Draw(SvgWriter svg, Plot plot)
    {
        new AxisDrawing(svg, plot, Width).Draw(X, Categories, Y, YTicks());
        Clip(svg, plot);
        if (Reference.Count > 0)
            svg.ReferenceLine([.. Reference.Select(point => Place(plot, point))]);
        foreach (Series series in Series)
            DrawBand(svg, plot, series);
        Point[][] lines = [.. Series.Select(series => series.Points.Select(point => Place(plot, point)).ToArray())];
        for (int i = 0; i < lines.Length; i++)
        {
            if (Series[i].HasLine)
                svg.SeriesLine(lines[i], Series[i].Color, Series[i].Dash ?? GapsOver(lines, i, plot), Series[i].Name);
        }
        svg.Markup.Close();
        foreach (Series series in Series)
            DrawPoints(svg, plot, series);
        new NameDrawing(svg, plot).Draw(
            Names,
            [.. Drawn.Select(series => (series, ShortName(series), LastPlace(plot, series)))],
            [.. lines.SelectMany(line => line)]
        );
    }

    /// <summary>
    /// The dash pattern of a solid line that would hide earlier ones, which appear in its gaps. The patterns have the
    /// same period, so that up to four equal lines are visible.
    /// </summary>
    private static string? GapsOver(Point[][] lines, int line, Plot plot) =>
        lines.Take(line).Count(earlier => Hides(lines[line], earlier, plot)) switch
        {
            0 => null,
            1 => "8 8",
            2 => "5 11",
            _ => "2 14",
        };

    /// <summary>
    /// Whether one line runs over another for at least half of the points at which one of them is above the axis.
    /// </summary>
    private static bool Hides(Point[] line, Point[] earlier, Plot plot)
    {
        const double Near = 1;
        (Point, Point)[] risen =
        [
            .. line.Zip(earlier).Where(pair => Math.Min(pair.First.Y, pair.Second.Y) < plot.Bottom - Near),
        ];
        int shared = risen.Count(pair =>
            Math.Abs(pair.Item1.X - pair.Item2.X) <= Near && Math.Abs(pair.Item1.Y - pair.Item2.Y) <= Near
        );
        return shared > 0 && 2 * shared >= risen.Length;
    }

    /// <summary>
    /// The series that have a point. The name of a series without a point would suggest a hidden line.
    /// </summary>
    private IEnumerable<Series> Drawn => Series.Where(series => series.Points.Any(point => double.IsFinite(point.Y)));

    private string ShortName(Series series) =>
        TextWidth.Cut(Visible.Escape(series.Name), Fitting(LongestName), NameFontSize);

    /// <summary>
    /// An axis for the page's script: the scale's kind and bounds, the positions of the bounds, and the quantity.
    /// </summary>
    private static string AxisSpec(Axis axis, double from, double to) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{axis.Scale.Kind} {axis.Scale.Low:R} {axis.Scale.High:R} {from:0.##} {to:0.##} {axis.Quantity.Code}"
        );

    private IReadOnlyList<double> YTicks() => Y.Scale.Ticks(5, Y.Quantity);

    private void Clip(SvgWriter svg, Plot plot)
    {
        svg.Markup.Open("clipPath", ("id", $"{Id}-clip"))
            .Empty(
                "rect",
                ("x", MarkupWriter.Number(plot.Left - 2)),
                ("y", MarkupWriter.Number(plot.Top - 1)),
                ("width", MarkupWriter.Number(plot.Width + 4)),
                ("height", MarkupWriter.Number(plot.Height + 2))
            )
            .Close();
        svg.Markup.Open("g", ("clip-path", $"url(#{Id}-clip)"));
    }

    private void DrawBand(SvgWriter svg, Plot plot, Series series)
    {
        if (series.BandLow.Count > 1)
            svg.Band(
                [.. series.BandLow.Concat(series.BandHigh.Reverse()).Select(point => Place(plot, point))],
                series.Color
            );
    }

    private void DrawPoints(SvgWriter svg, Plot plot, Series series)
    {
        if (series.HasMarkers)
        {
            foreach (Point point in series.Points.Where(point => double.IsFinite(point.Y)))
                svg.Marker(plot.X(X, point.X), plot.Y(Y, point.Y), series.Color, Tip(series, point));
        }
        foreach ((Point at, string text) in series.Callouts)
        {
            (double x, double y) = (plot.X(X, at.X), plot.Y(Y, at.Y));
            bool isLeft = x + 9 + TextWidth.Measure(text, ChartSize.FontSize) > plot.Right;
            svg.Marker(x, y, series.Color, tip: null);
            svg.Value(isLeft ? x - 8 : x + 8, isLeft ? y - 5 : y + 12, text, isLeft ? Anchor.End : Anchor.Start);
        }
    }

    private string Tip(Series series, Point point)
    {
        string at = Categories is null ? X.Text(point.X) : Categories[(int)point.X];
        return $"{(series.Name.Length == 0 ? Y.Title : series.Name)}, {at}: {Y.Text(point.Y)}";
    }

    private Point Place(Plot plot, Point point) =>
        double.IsFinite(point.X) && double.IsFinite(point.Y)
            ? new Point(plot.X(X, point.X), plot.Y(Y, point.Y))
            : new Point(double.NaN, double.NaN);

    private double LastPlace(Plot plot, Series series)
    {
        Point last = series.Points.LastOrDefault(point => double.IsFinite(point.Y), new Point(0, Y.Scale.Low));
        return plot.Y(Y, last.Y);
    }
}
