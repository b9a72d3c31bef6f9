using System.Text;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Where the author of a line may end. Exports write <c>Name: text</c>; some that went through other tools write <c>Name:text</c>. Which of both a
/// file does is decided over all its lines.
/// </summary>
/// <param name="Colon">The first colon with a blank or the line's end behind it; -1 if there is none.</param>
/// <param name="TightColon">The first colon, whatever follows; -1 if there is none.</param>
/// <param name="IsQuoted">Whether the colon is inside of a quotation: the line is the app's own, such as of a group's new name.</param>
internal readonly record struct AuthorSplit(int Colon, int TightColon, bool IsQuoted)
{
    /// <summary>Longest accepted author, in characters. WhatsApp ends a name after 25; contacts may be longer.</summary>
    private const int MaxAuthorChars = 100;

    /// <summary>Longest author before a colon without a blank: without one it is a weaker sign.</summary>
    private const int MaxTightAuthorChars = 40;

    private const string AroundNames = " \u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u202f\u00a0~";

    /// <summary>Splits what follows a header.</summary>
    public static AuthorSplit Find(ReadOnlySpan<char> rest)
    {
        int tight = rest.IndexOf(':');
        if (tight < 0)
            return new AuthorSplit(-1, -1, false);
        int colon = tight;
        while (colon >= 0 && colon + 1 < rest.Length && rest[colon + 1] != ' ')
        {
            int next = rest[(colon + 1)..].IndexOf(':');
            colon = next < 0 ? -1 : colon + 1 + next;
        }
        if (colon > MaxAuthorChars || (colon >= 0 && Author(rest, colon).Length == 0))
            colon = -1;
        bool isLink = rest[(tight + 1)..].StartsWith("//");
        if (tight > MaxTightAuthorChars || isLink || Author(rest, tight).Length == 0)
            tight = -1;
        int decisive = colon >= 0 ? colon : tight;
        return new AuthorSplit(colon, tight, decisive >= 0 && AppText.IsQuoted(rest, decisive));
    }

    /// <summary>
    /// The name before a colon, without the marks and the tilde of people who are no contacts. Marks within it, kinds of blanks, and how accents are
    /// composed make no other person.
    /// </summary>
    public static string Author(ReadOnlySpan<char> rest, int colon)
    {
        ReadOnlySpan<char> name = rest[..colon].Trim(AroundNames);
        if (Ascii.IsValid(name))
            return name.ToString();
        Span<char> kept = stackalloc char[name.Length];
        int length = 0;
        foreach (char character in name)
        {
            if (!AppText.IsMark(character))
                kept[length++] = character is '\u00a0' or '\u202f' ? ' ' : character;
        }
        return Composition.Compose(kept[..length]);
    }

    /// <summary>Where the text behind a colon begins.</summary>
    public static int TextStart(ReadOnlySpan<char> rest, int colon) =>
        colon + 1 < rest.Length && rest[colon + 1] == ' ' ? colon + 2 : colon + 1;
}
