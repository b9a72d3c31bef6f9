namespace MGen.Report.Charts;

/// <summary>
/// The proportions of every chart, in its own units. One size for all: two stand side by side on a desktop, one fills a telephone, and the text of both can
/// be read (at 360 pixels of width it is 10 pixels high).
/// </summary>
internal static class ChartSize
{
    public const double Width = 470;
    public const double Height = 300;
    public const double FontSize = 13;
    public const double LineHeight = 16;
}
