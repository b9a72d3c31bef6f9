using System.Text;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Positions where the author of a line may end. Exports write <c>Name: text</c>; some that were processed by other
/// tools write <c>Name:text</c>. Which form a file uses is decided over all its lines.
/// </summary>
/// <param name="Colon">
/// Index of the first colon that a space or the end of the line follows; -1 if there is none, or if the name before it
/// is empty or too long.
/// </param>
/// <param name="TightColon">
/// Index of the first colon, with or without a space after it; -1 if there is none, if the colon belongs to a link, or
/// if the name before it is empty or too long.
/// </param>
/// <param name="IsQuoted">
/// Whether the colon is inside a quotation: the line is a notice of the app, such as a group's new name.
/// </param>
internal readonly record struct AuthorSplit(int Colon, int TightColon, bool IsQuoted)
{
    /// <summary>
    /// Longest accepted author, in characters. WhatsApp limits a name to 25; names of contacts may be longer.
    /// </summary>
    private const int MaxAuthorChars = 100;

    /// <summary>
    /// Longest author before a colon without a space, in characters: such a colon is weaker evidence.
    /// </summary>
    private const int MaxTightAuthorChars = 40;

    /// <summary>The character that WhatsApp writes before the name of an author who is not a contact.</summary>
    public const char Stranger = '~';

    /// <summary>Longest part of a name after a colon within the name, in characters.</summary>
    private const int MaxPartChars = 40;

    private const string AroundNames =
        " \u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u202f\u00a0";

    /// <summary>Finds the author in the text after a header.</summary>
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
    /// The author's name, which ends at the colon. WhatsApp writes a tilde before the name of an author who is not a
    /// contact; the result keeps the tilde, without a space after it. Two names that differ only in marks, kinds of
    /// spaces or the composition of accents give the same result.
    /// </summary>
    public static string Author(ReadOnlySpan<char> rest, int colon)
    {
        ReadOnlySpan<char> name = rest[..colon].Trim(AroundNames);
        if (name is not ['~', ..])
            return Normalized(name);
        string stranger = Normalized(name.TrimStart(Stranger).TrimStart(AroundNames));
        return stranger.Length == 0 ? "" : Stranger + stranger;
    }

    private static string Normalized(ReadOnlySpan<char> name)
    {
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

    /// <summary>
    /// Index of the second colon with a space, if the words between the two colons may be part of a name such as "Team:
    /// Ops"; -1 if there is none.
    /// </summary>
    public static int SecondColon(ReadOnlySpan<char> rest, int colon)
    {
        int start = TextStart(rest, colon);
        int length = rest[start..].IndexOf(": ");
        return length is > 0 and <= MaxPartChars && AppText.LastMark(rest.Slice(start, length)) < 0
            ? start + length
            : -1;
    }

    /// <summary>Start of the text after a colon.</summary>
    public static int TextStart(ReadOnlySpan<char> rest, int colon) =>
        colon + 1 < rest.Length && rest[colon + 1] == ' ' ? colon + 2 : colon + 1;
}

/// <summary>Numbers the names in a file.</summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <summary>The names, by number.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The number of a name; -1 if it has none.</summary>
    public int Find(string name) => _numbers.GetValueOrDefault(name, -1);

    /// <summary>The number of a name; a new name gets the next one.</summary>
    public int Number(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            _numbers.Add(name, number = _names.Count);
            _names.Add(name);
        }
        return number;
    }
}

/// <summary>An alternative reading of a line, in which the name ends at the second colon.</summary>
/// <param name="Name">The name that ends at the second colon.</param>
/// <param name="Text">
/// The entry in this reading; its <see cref="ChatEntry.TextBytes"/> is the length of the first line of the text.
/// </param>
/// <param name="FirstBytes">Length of the text of the first line with the shorter name, in bytes of UTF-8.</param>
internal sealed record LongName(string Name, ChatEntry Text, uint FirstBytes)
{
    /// <summary>
    /// Fewest lines of an author from which a name with a colon is concluded if all lines have the same one.
    /// </summary>
    private const int MinLines = 3;

    /// <summary>
    /// Decides which names contain a colon. If all lines of an author begin with words and a colon, each longer name
    /// that these words give must occur at least twice; otherwise the names stay short. In both cases the assumption is
    /// reported.
    /// </summary>
    public static void Resolve(List<ChatEntry> entries, NameTable names)
    {
        Dictionary<int, List<int>> linesOf = [];
        foreach ((int index, ChatEntry entry) in entries.Index())
        {
            if (entry.Author < 0)
                continue;
            if (!linesOf.TryGetValue(entry.Author, out List<int>? lines))
                linesOf.Add(entry.Author, lines = []);
            lines.Add(index);
        }
        foreach (List<int> lines in linesOf.Values.Where(lines => lines.All(index => entries[index].Long is not null)))
            Resolve(entries, lines, names);
    }

    private static void Resolve(List<ChatEntry> entries, List<int> lines, NameTable names)
    {
        int[] counts = [.. lines.CountBy(index => entries[index].Long!.Name).Select(name => name.Value)];
        if (counts.Length == 1 && lines.Count < MinLines)
            return;
        bool isName = counts.Min() > 1;
        // A single name is reported once, because it is nearly certain; if there are several names, each line is
        // reported.
        int told = counts.Length == 1 ? 1 : lines.Count;
        foreach (int index in lines)
        {
            ChatEntry entry = entries[index];
            if (isName)
                entry = entry.Long!.Applied(entry) with { Author = names.Number(entry.Long.Name) };
            entries[index] = told-- > 0 ? entry with { Guess = entry.Guess ?? EntryAssumption.ColonInName } : entry;
        }
    }

    private ChatEntry Applied(in ChatEntry entry) =>
        Text with
        {
            TextBytes = Text.TextBytes + entry.TextBytes - Math.Min(entry.TextBytes, FirstBytes),
        };
}
