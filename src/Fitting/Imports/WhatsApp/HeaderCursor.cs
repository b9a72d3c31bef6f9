using System.Globalization;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Reads the parts of a header. Marks of writing direction are skipped everywhere, and all Unicode spaces are accepted.
/// </summary>
internal ref struct HeaderCursor(ReadOnlySpan<char> text)
{
    private const int MaxDigits = 4;

    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>Number of characters read.</summary>
    public int Position { get; private set; }

    /// <summary>The next character that is not a mark; 0 at the end.</summary>
    public char Next
    {
        get
        {
            while (
                Position < _text.Length && CharUnicodeInfo.GetUnicodeCategory(_text[Position]) == UnicodeCategory.Format
            )
                Position++;
            return Position < _text.Length ? _text[Position] : '\0';
        }
    }

    public bool TakeAny(ReadOnlySpan<char> of)
    {
        bool takes = Next is not '\0' and char next && of.Contains(next);
        Position += takes ? 1 : 0;
        return takes;
    }

    public bool TakeSpaces()
    {
        bool any = false;
        for (; IsSpace(Next); Position++)
            any = true;
        return any;
    }

    /// <summary>Reads a number of one to four digits of any script.</summary>
    public bool TakeNumber(out int number, out int digits)
    {
        (number, digits) = (0, 0);
        for (; char.IsDigit(Next) && digits < MaxDigits; Position++, digits++)
            number = (number * 10) + (int)char.GetNumericValue(Next);
        return digits > 0 && !char.IsDigit(Next);
    }

    /// <summary>Reads this text; case does not matter.</summary>
    public bool TakeText(ReadOnlySpan<char> text)
    {
        _ = Next;
        bool takes = _text[Position..].StartsWith(text, StringComparison.OrdinalIgnoreCase);
        Position += takes ? text.Length : 0;
        return takes;
    }

    /// <summary>
    /// Reads words of letters, combining marks and dots, separated by single spaces, as in "p. m." and "in the
    /// afternoon"; empty if there are none.
    /// </summary>
    public ReadOnlySpan<char> TakeWords()
    {
        int start = Position;
        int end = start;
        while (true)
        {
            char next = Next;
            if (IsOfWord(next))
                end = ++Position;
            else if (IsSpace(next) && end > start && end == Position)
                Position++;
            else
                break;
        }
        Position = end;
        return _text[start..end];
    }

    private static bool IsOfWord(char character) =>
        char.IsLetter(character)
        || character is '.' or '\u05f4'
        || CharUnicodeInfo.GetUnicodeCategory(character)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    private static bool IsSpace(char character) => char.IsWhiteSpace(character);
}
