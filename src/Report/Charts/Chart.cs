using System.Globalization;
using MGen.Report.Markup;

namespace MGen.Report.Charts;

/// <summary>A chart that is drawn as self-contained SVG.</summary>
/// <remarks>
/// Colours are attributes of the elements, because programs that embed figures into papers expect them there. The style
/// sheet of a page overrides these attributes with its own colours by class.
/// </remarks>
internal abstract record Chart
{
    /// <summary>Letters, digits and hyphens; unique on a page, and the name of the figure's files.</summary>
    public required string Id { get; init; }

    /// <summary>The title, for screen readers and stand-alone files.</summary>
    public required string Title { get; init; }

    /// <summary>What the chart shows, in a sentence, for people who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>Width in the chart's units.</summary>
    public double Width { get; init; } = ChartSize.Width;

    /// <summary>
    /// Height in the chart's units: in proportion to the width, but at least <see cref="ChartSize.LeastHeight"/>.
    /// </summary>
    public virtual double Height => Math.Max(ChartSize.LeastHeight, Width * (ChartSize.Height / ChartSize.Width));

    /// <summary>Draws the chart as part of a page.</summary>
    public string ToInlineSvg() => Draw(isFile: false);

    /// <summary>Draws the chart as a file.</summary>
    /// <param name="size">The size on paper; <c>null</c>: the units are pixels.</param>
    public string ToSvgFile(FigureSize? size = null)
    {
        Chart fitted = size is null ? this : this with { Width = size.WidthUnits };
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + fitted.Draw(isFile: true, size) + "\n";
    }

    /// <summary>The length, reduced in proportion if the chart is narrower than a chart of a page.</summary>
    protected double Fitting(double length) => length * Math.Min(1, Width / ChartSize.Width);

    /// <summary>Attributes for the script that shows values under the pointer.</summary>
    protected virtual IReadOnlyList<(string Name, string? Value)> Readout(Plot plot) => [];

    /// <summary>The rectangle for the data.</summary>
    protected abstract Plot Layout();

    /// <summary>Draws axes and data.</summary>
    protected abstract void Draw(SvgWriter svg, Plot plot);

    private string Draw(bool isFile, FigureSize? size = null)
    {
        SvgWriter svg = new();
        Plot plot = Layout();
        string Length(double units) =>
            size is null ? MarkupWriter.Number(units) : $"{MarkupWriter.Number(units * size.PointsPerUnit)}pt";
        svg.Markup.Open(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", $"0 0 {MarkupWriter.Number(Width)} {MarkupWriter.Number(Height)}"),
                ("width", isFile ? Length(Width) : null),
                ("height", isFile ? Length(Height) : null),
                ("role", "img"),
                ("aria-labelledby", $"{Id}-title {Id}-desc"),
                ("font-family", "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"),
                ("font-size", MarkupWriter.Number(ChartSize.FontSize)),
                .. isFile ? [] : Readout(plot),
            ]
        );
        svg.Markup.Element("title", Title, ("id", $"{Id}-title")).Element("desc", Description, ("id", $"{Id}-desc"));
        if (isFile)
            svg.Markup.Empty("rect", ("width", "100%"), ("height", "100%"), ("fill", Palette.LightPaper));
        Draw(svg, plot);
        svg.Markup.Close();
        return svg.Markup.ToString();
    }
}

/// <summary>
/// The size of a figure on paper. Text has the same size at every width, so a narrower figure has space for less text.
/// </summary>
/// <param name="WidthPoints">The width in points of 1/72 inch.</param>
/// <param name="FontPoints">The size of its text in points.</param>
public sealed record FigureSize(double WidthPoints, double FontPoints)
{
    /// <summary>What <see cref="TryParseWidth"/> accepts, for people.</summary>
    public const string WidthGrammar = "a number and a unit, as in 3.3in, 84mm, 8.4cm or 240pt";

    /// <summary>Smallest size of text, in points.</summary>
    public const double MinFont = 4;

    /// <summary>Largest size of text, in points.</summary>
    public const double MaxFont = 24;

    private const double LeastUnits = 280;
    private const double MostUnits = 2_000;

    /// <summary>Whether the width is neither too small nor too large for axes and names in text of this size.</summary>
    public bool IsPossible => WidthUnits is >= LeastUnits and <= MostUnits;

    /// <summary>The narrowest width for text of this size, in inches, rounded up to a tenth.</summary>
    public double LeastInches => Math.Ceiling(LeastUnits * PointsPerUnit / 7.2) / 10;

    /// <summary>The largest width for text of this size, in inches, rounded down to a tenth.</summary>
    public double MostInches => Math.Floor(MostUnits * PointsPerUnit / 7.2) / 10;

    /// <summary>The width in a chart's units, in which text always has the same size.</summary>
    internal double WidthUnits => WidthPoints / PointsPerUnit;

    /// <summary>The length of a chart's unit, in points.</summary>
    internal double PointsPerUnit => FontPoints / ChartSize.FontSize;

    /// <summary>Parses a length into points.</summary>
    public static bool TryParseWidth(string text, out double points)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string Unit, double Points)[] units = [("in", 72), ("mm", 72 / 25.4), ("cm", 72 / 2.54), ("pt", 1)];
        (string unit, double each) = units.FirstOrDefault(unit => text.EndsWith(unit.Unit, StringComparison.Ordinal));
        points = 0;
        if (
            unit is null
            || !double.TryParse(
                text.AsSpan(0, text.Length - unit.Length),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double number
            )
        )
            return false;
        points = number * each;
        return double.IsFinite(points) && points > 0;
    }
}
