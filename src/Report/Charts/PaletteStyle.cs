using System.Globalization;
using System.Text;

namespace MGen.Report.Charts;

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
            css.Append(CultureInfo.InvariantCulture, $"svg .l{i} {{ stroke: {color}; }} svg .t{i}, svg .f{i} {{ fill: {color}; }}\n");
        }
        return css.ToString();
    }
}
