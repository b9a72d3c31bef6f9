using System.Globalization;
using System.Text.RegularExpressions;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>What an export writes in place of a file, and of what the messenger itself tells.</summary>
internal static partial class MediaText
{
    /// <summary>Longest placeholder that is recognised, in characters.</summary>
    public const int MaxChars = 200;

    /// <summary>Begins what iPhones write in place of a text.</summary>
    private const char LeftToRightMark = '\u200e';

    /// <summary>Whether a message's text stands for a file; <paramref name="fileName"/> is its name if the export tells it.</summary>
    public static bool IsMedia(ReadOnlySpan<char> text, out string? fileName)
    {
        fileName = null;
        string trimmed = Plain(text);
        if (Attached().Match(trimmed) is { Success: true } attached)
        {
            fileName = attached.Groups["name"].Value;
            return true;
        }
        return Placeholder().IsMatch(trimmed) || (text.StartsWith([LeftToRightMark]) && Omitted().IsMatch(trimmed));
    }

    /// <summary>
    /// Whether an iPhone's line tells of the chat instead of being a message of it: it begins with a mark and is neither a file, a link, a contact
    /// nor something with a colon (a poll, a place).
    /// </summary>
    public static bool IsService(ReadOnlySpan<char> text) =>
        text.StartsWith([LeftToRightMark]) && !text.Contains(':') && !text.EndsWith(".vcf");

    private static string Plain(ReadOnlySpan<char> text)
    {
        Span<char> kept = stackalloc char[MaxChars];
        int length = 0;
        foreach (char character in text[..Math.Min(text.Length, MaxChars)])
        {
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.Format)
                kept[length++] = character;
        }
        return kept[..length].Trim().ToString();
    }

    // A whole text in angle brackets: "<Media omitted>", "<Medien ausgeschlossen>", and so on in each language.
    [GeneratedRegex(@"^<[^<>]{3,60}>$", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    // "IMG-20231231-WA0001.jpg (file attached)" and "<attached: 00000012-PHOTO.jpg>", the words in each language.
    [GeneratedRegex(@"^(?:(?<name>[\w .()-]{1,120}\.\w{2,5}) \([^()]{4,40}\)|<[^<>:]{3,30}: (?<name>[^<>]{1,120}\.\w{2,5})>)(?:$|\n)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Attached();

    // "image omitted", "Bild weggelassen", "vidéo absente", "audio omitido" ...: after the mark only, for people write such things, too.
    [GeneratedRegex(
        @"(omitted|weggelassen|absente?s?|omise?s?|omitid[oa]s?|ocultad[oa]s?|oculto|omess[oai]|non incluso|weggelaten|utelämnad|udeladt|utelatt|pominięt[oya]|vynechán[oa]?|отсутствует|пропущен[оа]?|atlandı|dihilangkan|省略|已忽略|생략|ausgelassen|除外)\.?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Omitted();
}
