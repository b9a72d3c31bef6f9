using System.Text;
using MGen.Report.Markup;

namespace MGen.Report.Charts;

/// <summary>
/// Writes the elements of charts, each with a class for a style sheet and the same look as attributes.
/// </summary>
internal sealed class SvgWriter
{
    /// <summary>The writer, for elements that have no method here.</summary>
    public MarkupWriter Markup { get; } = new();

    /// <summary>A faint line behind the data.</summary>
    public void GridLine(double x1, double y1, double x2, double y2) => Line("grid", Palette.Grid, x1, y1, x2, y2);

    /// <summary>A line that bounds the data.</summary>
    public void AxisLine(double x1, double y1, double x2, double y2) => Line("axis", Palette.Muted, x1, y1, x2, y2);

    /// <summary>Text in the colour of axes.</summary>
    public void Label(double x, double y, string text, Anchor anchor = Anchor.Start) =>
        Text("lab", Palette.Muted, x, y, text, anchor);

    /// <summary>Emphasised text.</summary>
    public void Value(double x, double y, string text, Anchor anchor = Anchor.Start) =>
        Text("val", Palette.Ink, x, y, text, anchor);

    /// <summary>Text in the colour of a series.</summary>
    public void SeriesLabel(double x, double y, string text, int color, Anchor anchor = Anchor.Start) =>
        Text($"t{color}", Palette.Light[color], x, y, text, anchor, isBold: true);

    /// <summary>A line through points; a point that is NaN interrupts it.</summary>
    public void SeriesLine(IReadOnlyList<Point> points, int color, string? dash, string? name) =>
        Markup.Empty(
            "path",
            ("class", $"line l{color}"),
            ("d", Path(points)),
            ("fill", "none"),
            ("stroke", Palette.Light[color]),
            ("stroke-width", "2"),
            ("stroke-linejoin", "round"),
            ("stroke-dasharray", dash),
            ("data-name", name)
        );

    /// <summary>A line that is not data, but a reference for them.</summary>
    public void ReferenceLine(IReadOnlyList<Point> points) =>
        Markup.Empty(
            "path",
            ("class", "axis"),
            ("d", Path(points)),
            ("fill", "none"),
            ("stroke", Palette.Muted),
            ("stroke-width", "1.2"),
            ("stroke-dasharray", "4 4")
        );

    /// <summary>A sample of a line next to its name.</summary>
    public void SeriesSample(double x, double y, int color, string? dash) =>
        SeriesLine([new Point(x, y), new Point(x + 22, y)], color, dash, name: null);

    /// <summary>A faint vertical stroke: one of several values.</summary>
    public void Tick(double x, double top, double bottom, int color) =>
        Markup.Empty(
            "path",
            ("class", $"l{color}"),
            ("d", Path([new Point(x, top), new Point(x, bottom)])),
            ("stroke", Palette.Light[color]),
            ("stroke-opacity", "0.55")
        );

    /// <summary>A translucent area.</summary>
    public void Band(IReadOnlyList<Point> outline, int color) =>
        Markup.Empty(
            "path",
            ("class", $"band f{color}"),
            ("d", Path(outline) + "Z"),
            ("fill", Palette.Light[color]),
            ("fill-opacity", "0.16")
        );

    /// <summary>A point of a series; the text appears under the pointer.</summary>
    public void Marker(double x, double y, int color, string? tip)
    {
        (string, string?)[] attributes =
        [
            ("class", $"f{color}"),
            ("cx", MarkupWriter.Number(x)),
            ("cy", MarkupWriter.Number(y)),
            ("r", "3.4"),
            ("fill", Palette.Light[color]),
        ];
        if (tip is null)
            Markup.Empty("circle", attributes);
        else
            Markup.Open("circle", attributes).Element("title", tip).Close();
    }

    /// <summary>A bar; the text appears under the pointer.</summary>
    public void Bar(double x, double y, double width, double height, int color, string tip) =>
        Markup
            .Open(
                "rect",
                ("class", $"f{color}"),
                ("x", MarkupWriter.Number(x)),
                ("y", MarkupWriter.Number(y)),
                ("width", MarkupWriter.Number(width)),
                ("height", MarkupWriter.Number(height)),
                ("rx", "1.5"),
                ("fill", Palette.Light[color])
            )
            .Element("title", tip)
            .Close();

    private static string Path(IReadOnlyList<Point> points)
    {
        StringBuilder path = new();
        char command = 'M';
        foreach (Point point in points)
        {
            if (!double.IsFinite(point.X) || !double.IsFinite(point.Y))
            {
                command = 'M';
                continue;
            }
            path.Append(command).Append(MarkupWriter.Number(point.X)).Append(' ').Append(MarkupWriter.Number(point.Y));
            command = 'L';
        }
        return path.ToString();
    }

    private void Line(string role, string color, double x1, double y1, double x2, double y2) =>
        Markup.Empty(
            "line",
            ("class", role),
            ("x1", MarkupWriter.Number(x1)),
            ("y1", MarkupWriter.Number(y1)),
            ("x2", MarkupWriter.Number(x2)),
            ("y2", MarkupWriter.Number(y2)),
            ("stroke", color)
        );

    private void Text(string role, string color, double x, double y, string text, Anchor anchor, bool isBold = false) =>
        Markup.Element(
            "text",
            text,
            ("class", role),
            ("x", MarkupWriter.Number(x)),
            ("y", MarkupWriter.Number(y)),
            ("fill", color),
            (
                "text-anchor",
                anchor switch
                {
                    Anchor.Middle => "middle",
                    Anchor.End => "end",
                    _ => null,
                }
            ),
            ("font-weight", isBold ? "600" : null)
        );
}

/// <summary>The part of a text that is at the given position.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}
