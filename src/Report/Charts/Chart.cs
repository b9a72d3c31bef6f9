using MGen.Report.Markup;

namespace MGen.Report.Charts;

/// <summary>A chart that is drawn as self-contained SVG.</summary>
/// <remarks>
/// Colours are attributes of the elements, as programs that embed figures into papers expect; a page's style sheet
/// takes precedence and assigns its own colours by class.
/// </remarks>
internal abstract record Chart
{
    /// <summary>Letters, digits and hyphens; unique on a page, and the name of the figure's files.</summary>
    public required string Id { get; init; }

    /// <summary>The title, for screen readers and stand-alone files.</summary>
    public required string Title { get; init; }

    /// <summary>What the chart shows, in a sentence, for people who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>Height in the chart's units.</summary>
    public virtual double Height => ChartSize.Height;

    /// <summary>Draws the chart as part of a page.</summary>
    public string ToInlineSvg() => Draw(isFile: false);

    /// <summary>Draws the chart as a file.</summary>
    public string ToSvgFile() => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Draw(isFile: true) + "\n";

    /// <summary>Attributes for the script that shows values under the pointer.</summary>
    protected virtual IReadOnlyList<(string Name, string? Value)> Readout(Plot plot) => [];

    /// <summary>The rectangle for the data.</summary>
    protected abstract Plot Layout();

    /// <summary>Draws axes and data.</summary>
    protected abstract void Draw(SvgWriter svg, Plot plot);

    private string Draw(bool isFile)
    {
        SvgWriter svg = new();
        Plot plot = Layout();
        string height = MarkupWriter.Number(Height);
        svg.Markup.Open(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", $"0 0 {MarkupWriter.Number(ChartSize.Width)} {height}"),
                ("width", isFile ? MarkupWriter.Number(ChartSize.Width) : null),
                ("height", isFile ? height : null),
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
