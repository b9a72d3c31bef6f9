using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Recognises what the app writes: invisible marks of writing direction around its own words, quotations in notices,
/// its words for the phone's owner, and phone numbers as names.
/// </summary>
internal static class AppText
{
    /// <summary>Quotation marks in notices of the app.</summary>
    private const string QuoteCharacters = "\"\u201c\u201d\u00ab\u00bb\u300c\u300d\u300e\u300f\u201e\u201f\uff02";

    /// <summary>Smallest number of words of a notice about the phone's owner.</summary>
    private const int MinNoticeWords = 3;

    private static readonly SearchValues<char> OfPhoneNumbers = SearchValues.Create("0123456789 .-\u2010\u2011()");

    private static readonly FrozenSet<string> You = new[]
    {
        "You",
        "Du",
        "Sie",
        "U",
        "Je",
        "Jy",
        "Vous",
        "Tu",
        "Você",
        "Tú",
        "Usted",
        "Hai",
        "Ai",
        "Ați",
        "Вы",
        "Ви",
        "Вие",
        "Ty",
        "Vi",
        "Siz",
        "Sen",
        "Εσείς",
        "Ön",
        "Anda",
        "Bạn",
        "Jūs",
        "Sa",
        "Sina",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The left-to-right mark, which the app puts before its own words.</summary>
    public const char Mark = '\u200e';

    /// <summary>The quotation marks in notices of the app, as a set for searching.</summary>
    public static readonly SearchValues<char> Quotes = SearchValues.Create(QuoteCharacters);

    /// <summary>Whether a character is a mark of writing direction.</summary>
    public static bool IsMark(char character) =>
        character is '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>Whether the text begins with a mark, which shows that the app wrote it.</summary>
    public static bool IsMarked(ReadOnlySpan<char> text) => text.Length > 0 && IsMark(text[0]);

    /// <summary>The text without Unicode's format characters, such as marks, and without surrounding spaces.</summary>
    public static string Plain(ReadOnlySpan<char> text)
    {
        Span<char> kept = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        int length = 0;
        foreach (char character in text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.Format)
                kept[length++] = character;
        }
        return kept[..length].Trim().ToString();
    }

    /// <summary>Index of the last mark; -1 if there is none.</summary>
    public static int LastMark(ReadOnlySpan<char> text)
    {
        int at = text.Length - 1;
        while (at >= 0 && !IsMark(text[at]))
            at--;
        return at;
    }

    /// <summary>
    /// Whether a position in a notice of the app is inside a quotation: after an odd number of quotation marks, and
    /// before another one.
    /// </summary>
    public static bool IsQuoted(ReadOnlySpan<char> line, int at)
    {
        int before = 0;
        foreach (char character in line[..at])
            before += Quotes.Contains(character) ? 1 : 0;
        return before % 2 == 1 && line[at..].ContainsAny(Quotes);
    }

    /// <summary>
    /// Number of words that begin with a letter other than a capital. In scripts without capitals, each word that
    /// begins with a letter counts.
    /// </summary>
    public static int SmallWords(ReadOnlySpan<char> text)
    {
        int words = 0;
        foreach (Range range in text.Split(' '))
            words += text[range] is [var first, ..] && char.IsLetter(first) && !char.IsUpper(first) ? 1 : 0;
        return words;
    }

    /// <summary>Whether a name is a phone number: a plus, digits, and characters that separate digits.</summary>
    public static bool IsPhoneNumber(ReadOnlySpan<char> name) =>
        name is ['+', _, ..] && !name[1..].ContainsAnyExcept(OfPhoneNumbers);

    /// <summary>Whether the app calls the phone's owner by this name.</summary>
    public static bool IsYou(ReadOnlySpan<char> name) => You.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    /// <summary>Whether a text begins with "you" and has more words than a placeholder such as "you: image".</summary>
    public static bool BeginsWithYou(string text)
    {
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && IsYou(text.AsSpan(0, blank)) && Words(text) >= MinNoticeWords;
    }

    /// <summary>
    /// The name; of a phone number only the plus and the digits, because apps separate the digits differently.
    /// </summary>
    public static string Identity(string name) =>
        IsPhoneNumber(name) ? "+" + string.Concat(name.Where(char.IsAsciiDigit)) : name;

    /// <summary>Number of words: one more than the number of spaces inside the text.</summary>
    public static int Words(ReadOnlySpan<char> text)
    {
        int words = 0;
        foreach (Range _ in text.Trim().SplitAny(" \u00a0\u202f"))
            words++;
        return words;
    }
}
