using System.Globalization;
using System.Text;

namespace MGen.Report.Charts;

/// <summary>
/// The colours of a chart. The first five colours of series are distinguishable with red-green colour blindness
/// (deuteranopia, protanopia). By their dashes (<see cref="Dash"/>), all six series are distinguishable, also in black
/// and white print. Each colour of a series or of text has a contrast of at least 4.5 to its background (WCAG 2.2, AA).
/// Tests verify all of this.
/// </summary>
internal static class Palette
{
    /// <summary>The number of series that a chart can distinguish.</summary>
    public const int Size = 6;

    /// <summary>Background of the light page, and of a stand-alone figure.</summary>
    public const string LightPaper = "#ffffff";

    /// <summary>Background of the dark page.</summary>
    public const string DarkPaper = "#12161b";

    /// <summary>Text of axes, on light paper.</summary>
    public const string Ink = "#1d2733";

    /// <summary>Less important text, on light paper.</summary>
    public const string Muted = "#5a6672";

    /// <summary>Grid lines, on light paper.</summary>
    public const string Grid = "#e2e6ea";

    /// <summary>The series' colours on light paper.</summary>
    public static IReadOnlyList<string> Light { get; } =
    ["#1b66c9", "#c2410c", "#0b7a5e", "#7a0f63", "#3b2a1a", "#857300"];

    /// <summary>The series' colours on dark paper.</summary>
    public static IReadOnlyList<string> Dark { get; } =
    ["#6cb8ff", "#e5803f", "#35dda5", "#e06bb0", "#f5e04a", "#b9a2ff"];

    /// <summary>The dash pattern of a series' line; the first one is solid.</summary>
    public static string? Dash(int color) =>
        (color % Size) switch
        {
            0 => null,
            1 => "9 3",
            2 => "3 2.5",
            3 => "10 3 2 3",
            4 => "1.5 3",
            _ => "14 4",
        };
}

/// <summary>The palette as a style sheet by class, for light and dark pages.</summary>
internal static class PaletteStyle
{
    public static string Text { get; } = Make();

    private static string Make()
    {
        StringBuilder css = new();
        for (int i = 0; i < Palette.Size; i++)
        {
            string color = $"light-dark({Palette.Light[i]}, {Palette.Dark[i]})";
            css.Append(
                CultureInfo.InvariantCulture,
                $"svg .l{i} {{ stroke: {color}; }} svg .t{i}, svg .f{i} {{ fill: {color}; }}\n"
            );
        }
        return css.ToString();
    }
}
