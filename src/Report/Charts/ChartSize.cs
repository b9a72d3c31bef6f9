namespace MGen.Report.Charts;

/// <summary>
/// The proportions of every chart, in its own units. All charts have one size: two fit side by side on a desktop, one
/// fills a telephone, and their text is readable in both (10 pixels high at 360 pixels of width).
/// </summary>
internal static class ChartSize
{
    public const double Width = 470;
    public const double Height = 300;
    public const double FontSize = 13;
    public const double LineHeight = 16;
}
