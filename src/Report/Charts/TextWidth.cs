using MGen.Report.Markup;

namespace MGen.Report.Charts;

/// <summary>
/// Estimates the width of text without a browser: the advance widths of Helvetica, which Arial, Liberation Sans and
/// Nimbus Sans share. The widths are from Helvetica's public metrics (Adobe Core 14 AFM), in thousandths of the font's
/// size.
/// </summary>
internal static class TextWidth
{
    private const int FirstPrintable = ' ';

    /// <summary>A digit, and characters of about the same width: the dash of ranges, and the sign ≤.</summary>
    private const int Figure = 556;

    /// <summary>Other alphabets: slightly more than a capital letter.</summary>
    private const int Other = 700;

    /// <summary>Ideographs, and each of the two UTF-16 units of an emoji: a full square.</summary>
    private const int Wide = 1000;

    private static readonly short[] Ascii =
    [
        278,
        278,
        355,
        556,
        556,
        889,
        667,
        191,
        333,
        333,
        389,
        584,
        278,
        333,
        278,
        278, // space to /
        556,
        556,
        556,
        556,
        556,
        556,
        556,
        556,
        556,
        556,
        278,
        278,
        584,
        584,
        584,
        556, // 0 to ?
        1015,
        667,
        667,
        722,
        722,
        667,
        611,
        778,
        722,
        278,
        500,
        667,
        556,
        833,
        722,
        778, // @ to O
        667,
        778,
        722,
        667,
        611,
        722,
        667,
        944,
        667,
        667,
        611,
        278,
        278,
        278,
        469,
        556, // P to _
        333,
        556,
        556,
        500,
        556,
        556,
        278,
        556,
        556,
        222,
        222,
        500,
        222,
        833,
        556,
        556, // ` to o
        556,
        556,
        333,
        500,
        278,
        556,
        500,
        722,
        500,
        500,
        500,
        334,
        260,
        334,
        584, // p to ~
    ];

    /// <summary>The width in the unit of <paramref name="fontSize"/>.</summary>
    public static double Measure(string text, double fontSize) => text.Sum(Thousandths) * fontSize / 1000;

    /// <summary>Cuts the text to a width, with an ellipsis if anything was cut.</summary>
    public static string Cut(string text, double width, double fontSize)
    {
        // Only the beginning of a very long name is measured.
        string shown = Visible.Cut(text, 200);
        for (int length = shown.Length - 1; length > 1 && Measure(shown, fontSize) > width; length--)
            shown = Visible.Cut(text, length);
        return shown;
    }

    /// <summary>
    /// Cuts texts to a width so that different ones stay different: texts that would be equal after their ends are cut
    /// lose their middle instead. Texts that are still equal are numbered.
    /// </summary>
    public static IReadOnlyList<string> CutApart(IReadOnlyList<string> texts, double width, double fontSize)
    {
        string[] atEnd = [.. texts.Select(text => Cut(text, width, fontSize))];
        string[] cut =
        [
            .. texts.Select((text, i) => IsAmbiguous(text, i) ? CutMiddle(text, width, fontSize) : atEnd[i]),
        ];
        Dictionary<string, string> owners = [];
        for (int i = 0; i < cut.Length; i++)
        {
            for (int number = 2; owners.TryGetValue(cut[i], out string? owner) && owner != texts[i]; number++)
                cut[i] = $"{Cut(texts[i], width - Measure($" ({number})", fontSize), fontSize)} ({number})";
            owners[cut[i]] = texts[i];
        }
        return cut;

        bool IsAmbiguous(string text, int i) =>
            texts.Where((other, at) => other != text && atEnd[at] == atEnd[i]).Any();
    }

    private static string CutMiddle(string text, double width, double fontSize)
    {
        string shown = text;
        for (int kept = Math.Min(text.Length, 200) / 2; kept > 1 && Measure(shown, fontSize) > width; kept--)
        {
            if (!char.IsHighSurrogate(text[kept - 1]) && !char.IsLowSurrogate(text[^kept]))
                shown = $"{text[..kept]}…{text[^kept..]}";
        }
        return shown;
    }

    private static int Thousandths(char c) =>
        c switch
        {
            >= ' ' and <= '~' => Ascii[c - FirstPrintable],
            '–' or '≤' => Figure,
            < '\u1100' => Other,
            _ => Wide,
        };
}
