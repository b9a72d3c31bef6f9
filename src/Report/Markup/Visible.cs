using System.Globalization;
using System.Text;

namespace MGen.Report.Markup;

/// <summary>
/// Makes text safe to show next to other text: control and format characters (line breaks, marks that change the
/// writing direction), unassigned and private-use characters, unpaired surrogates and characters that XML excludes
/// are replaced by their number, as in <c>\u{202E}</c>.
/// </summary>
internal static class Visible
{
    /// <summary>Returns the safe text; the same instance if all of it is printable ASCII.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        StringBuilder shown = new(text.Length + 16);
        for (int i = 0; i < text.Length; )
        {
            bool isWhole = Rune.TryGetRuneAt(text, i, out Rune rune);
            if (isWhole && IsShown(rune))
                shown.Append(text, i, rune.Utf16SequenceLength);
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{(isWhole ? rune.Value : text[i]):X}}}");
            i += isWhole ? rune.Utf16SequenceLength : 1;
        }
        return shown.ToString();
    }

    /// <summary>
    /// Cuts a longer text to at most <paramref name="characters"/> UTF-16 units, the last of which is an ellipsis. A
    /// surrogate pair is never split.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="characters">At least 2.</param>
    public static string Cut(string text, int characters)
    {
        if (text.Length <= characters)
            return text;
        int length = char.IsHighSurrogate(text[characters - 2]) ? characters - 2 : characters - 1;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    private static bool IsShown(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse
            )
        && rune.Value is not (0xFFFE or 0xFFFF);
}
