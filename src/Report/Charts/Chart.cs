using MGen.Report.Markup;

namespace MGen.Report.Charts;

/// <summary>A picture of data, drawn as SVG that needs nothing else.</summary>
/// <remarks>
/// Colours are attributes of the elements, as programs that place figures into papers want them; a page's style sheet has precedence over these and
/// gives them its own, by class.
/// </remarks>
internal abstract record Chart
{
    /// <summary>Letters, digits and hyphens; unique on a page, and the name of the figure's files.</summary>
    public required string Id { get; init; }

    /// <summary>Read out by screen readers, and the title of a stand-alone file.</summary>
    public required string Title { get; init; }

    /// <summary>What can be seen, in a sentence, for who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>Height in the chart's units.</summary>
    public virtual double Height => ChartSize.Height;

    /// <summary>As part of a page.</summary>
    public string ToInlineSvg() => Draw(isFile: false);

    /// <summary>As a file of its own.</summary>
    public string ToSvgFile() => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + Draw(isFile: true) + "\n";

    /// <summary>What the script for values under the pointer has to know, as attributes of the picture.</summary>
    protected virtual IReadOnlyList<(string Name, string? Value)> Readout(Plot plot) => [];

    /// <summary>Where the data go.</summary>
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
            ]);
        svg.Markup.Element("title", Title, ("id", $"{Id}-title")).Element("desc", Description, ("id", $"{Id}-desc"));
        if (isFile)
            svg.Markup.Empty("rect", ("width", "100%"), ("height", "100%"), ("fill", Palette.LightPaper));
        Draw(svg, plot);
        svg.Markup.Close();
        return svg.Markup.ToString();
    }
}
