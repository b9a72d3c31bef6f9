using System.Buffers;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>Splits what follows a header into author and text.</summary>
internal static class LineParts
{
    /// <summary>Longest accepted author, in characters. WhatsApp ends a name after 25; contacts may be longer.</summary>
    private const int MaxAuthorChars = 100;

    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"\u201c\u201d\u00ab\u00bb\u300c\u201e");

    /// <summary>
    /// Where the author ends and where the text begins; <c>false</c>: nobody wrote this line. A line such as "X changed the subject to “a: b”" has
    /// a colon as well, but behind a quotation mark.
    /// </summary>
    public static bool TrySplit(ReadOnlySpan<char> rest, out ReadOnlySpan<char> author, out int textStart)
    {
        author = default;
        textStart = 0;
        int colon = rest.IndexOf(": ");
        if (colon < 0 && rest.EndsWith(":"))
            colon = rest.Length - 1;
        if (colon is <= 0 or > MaxAuthorChars || rest[..colon].ContainsAny(Quotes))
            return false;
        author = rest[..colon].Trim(" \u200e\u200f\u202a\u202c\u202f\u00a0~");
        textStart = Math.Min(colon + 2, rest.Length);
        return !author.IsEmpty;
    }
}
