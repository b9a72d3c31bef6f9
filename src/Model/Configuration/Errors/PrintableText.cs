using System.Globalization;
using System.Text;

namespace MGen.Model.Configuration.Errors;

/// <summary>Makes untrusted text safe to print on one line of a terminal.</summary>
internal static class PrintableText
{
    /// <summary>Most characters of a value or a key that are shown, before escaping.</summary>
    public const int MaxChars = 80;

    /// <summary>
    /// Escapes everything that is not a visible character or a plain space (line breaks, terminal escapes, direction
    /// marks), and cuts the text after <paramref name="maxChars"/> with a trailing ellipsis.
    /// </summary>
    public static string Escape(string text, int maxChars = MaxChars)
    {
        StringBuilder escaped = new(Math.Min(text.Length, maxChars));
        int length = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (length + rune.Utf16SequenceLength > maxChars)
                return escaped.Append('…').ToString();
            length += rune.Utf16SequenceLength;
            Append(escaped, rune);
        }
        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, Rune rune)
    {
        if (rune.Value == ' ' || IsVisible(Rune.GetUnicodeCategory(rune)))
            escaped.Append(rune);
        else
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
    }

    private static bool IsVisible(UnicodeCategory category) =>
        category
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator
            );
}
