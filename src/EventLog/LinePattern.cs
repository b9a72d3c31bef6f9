using System.Buffers;
using System.Text;

namespace MGen.EventLog;

/// <summary>
/// The layout of a line of one kind, without its time, compiled from a template such as <c>register,{user},{group}</c>.
/// </summary>
internal sealed class LinePattern
{
    /// <summary>Most parts of a pattern.</summary>
    public const int MaxParts = 16;

    private readonly LinePart[] _parts;
    private readonly byte[][] _literals;

    private LinePattern(EventKind kind, LogSource source, LinePart[] parts, byte[][] literals)
    {
        Kind = kind;
        Source = source;
        _parts = parts;
        _literals = literals;
    }

    public EventKind Kind { get; }

    /// <summary>The programs that log this line.</summary>
    public LogSource Source { get; }

    /// <summary>The line's parts in order. Between two fields there is always a literal.</summary>
    public ReadOnlySpan<LinePart> Parts => _parts;

    /// <summary>The bytes of each literal, indexed by part; empty for other parts.</summary>
    public ReadOnlySpan<byte[]> Literals => _literals;

    /// <summary>
    /// Compiles a template: <c>{name}</c> is the <see cref="LinePart"/> of that name, everything else is literal.
    /// </summary>
    public static LinePattern Compile(EventKind kind, LogSource source, string template)
    {
        List<LinePart> parts = [];
        List<byte[]> literals = [];
        for (int at = 0; at < template.Length; )
        {
            bool isField = template[at] == '{';
            int end = isField ? template.IndexOf('}', at) + 1 : EndOfLiteral(template, at);
            parts.Add(
                isField
                    ? Enum.Parse<LinePart>(template.AsSpan(at + 1, end - at - 2), ignoreCase: true)
                    : LinePart.Literal
            );
            literals.Add(isField ? [] : Encoding.UTF8.GetBytes(template[at..end]));
            at = end;
        }
        return new LinePattern(kind, source, [.. parts], [.. literals]);
    }

    /// <summary>Splits a line into fields, if its literals match. The contents of the fields are not checked.</summary>
    /// <param name="line">A line without its time.</param>
    /// <param name="fields">
    /// The range of each field in the line, indexed by part; at least <see cref="MaxParts"/> long.
    /// </param>
    public bool TrySplit(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        int at = 0;
        for (int i = 0; i < _parts.Length; i++)
        {
            ReadOnlySpan<byte> rest = line[at..];
            int length = _parts[i] == LinePart.Literal ? LengthOfLiteral(i, rest) : LengthOfField(i, rest);
            if (length < 0)
                return false;
            fields[i] = at..(at + length);
            at += length;
        }
        return at == line.Length;
    }

    private int LengthOfLiteral(int part, ReadOnlySpan<byte> rest) =>
        rest.StartsWith(_literals[part]) ? _literals[part].Length : -1;

    /// <summary>
    /// Returns the length of a field, or -1 if the line does not match. A last field ends with the line; if it is not a
    /// text, it must not contain a comma. Any other field ends at the first comma if the next literal begins with a
    /// comma, otherwise at the first occurrence of that literal.
    /// </summary>
    private int LengthOfField(int part, ReadOnlySpan<byte> rest)
    {
        if (_parts[part] == LinePart.Text)
            return rest.Length;
        // No name contains a comma (the writer replaces it), so a name cannot hide a field.
        int comma = rest.IndexOf((byte)',');
        if (part == _parts.Length - 1)
            return comma < 0 ? rest.Length : -1;
        return _literals[part + 1][0] == ',' ? comma : rest.IndexOf(_literals[part + 1]);
    }

    private static int EndOfLiteral(string template, int start)
    {
        int brace = template.IndexOf('{', start);
        return brace < 0 ? template.Length : brace;
    }
}

/// <summary>The kinds of parts of a line.</summary>
internal enum LinePart : byte
{
    /// <summary>Fixed text.</summary>
    Literal,

    /// <summary><see cref="LogEvent.User"/>.</summary>
    User,

    /// <summary><see cref="LogEvent.Group"/>.</summary>
    Group,

    /// <summary><see cref="LogEvent.Other"/>.</summary>
    Other,

    /// <summary><see cref="LogEvent.Text"/>; only at the end of a line, since it may contain commas.</summary>
    Text,

    /// <summary><see cref="LogEvent.Amount"/>.</summary>
    Amount,

    /// <summary><see cref="LogEvent.Milliseconds"/>.</summary>
    Milliseconds,

    /// <summary><see cref="LogEvent.Id"/>.</summary>
    Id,

    /// <summary><see cref="LogEvent.From"/>.</summary>
    From,

    /// <summary><see cref="LogEvent.To"/>.</summary>
    To,

    /// <summary><see cref="LogEvent.Stage"/>.</summary>
    Stage,

    /// <summary><see cref="LogEvent.PlannedUnixNanoseconds"/>.</summary>
    Planned,

    /// <summary><see cref="LogEvent.ActualUnixNanoseconds"/>.</summary>
    Actual,
}

/// <summary>
/// Selects candidate patterns by a line's third field. Nine of ten lines of a client or peer are
/// <c>{user},{group},word</c>, and to try all patterns in order would take most of a reader's time. The selection never
/// changes the meaning of a line, because a pattern is selected only if no earlier pattern can match.
/// </summary>
internal static class PatternIndex
{
    /// <summary>
    /// The first kind that is not selected by the third field. An earlier pattern may also match the lines of later
    /// kinds; <c>Error fetching: {text}</c> is such a pattern.
    /// </summary>
    private const EventKind FirstNotGuessed = EventKind.ErrorFetching;

    private static readonly byte[][] ServerStarts =
    [
        .. Where(static pattern => (pattern.Source & LogSource.Client) == 0).Select(pattern => pattern.Literals[0]),
    ];

    private static readonly SearchValues<byte> FirstBytesOfServers = SearchValues.Create([
        .. ServerStarts.Select(start => start[0]),
    ]);

    private static readonly (byte[] Word, LinePattern[] Patterns)[] ByWord =
    [
        .. Where(IsGuessed).GroupBy(WordOf).Select(same => (Encoding.UTF8.GetBytes(same.Key), same.ToArray())),
    ];

    /// <summary>
    /// The patterns that may match this line, in the order of the schema; empty if all patterns have to be tried.
    /// </summary>
    /// <param name="line">A line without its time.</param>
    /// <param name="source">The programs whose lines to expect.</param>
    public static ReadOnlySpan<LinePattern> Guess(ReadOnlySpan<byte> line, LogSource source)
    {
        if (!MayBeOfClient(line, source))
            return [];
        ReadOnlySpan<byte> word = ThirdField(line);
        foreach ((byte[] known, LinePattern[] patterns) in ByWord)
        {
            if (word.SequenceEqual(known))
                return patterns;
        }
        return [];
    }

    /// <summary>
    /// Whether the line may be a client's and, by the expected sources and its beginning, cannot be a server's.
    /// </summary>
    public static bool MayBeOfClient(ReadOnlySpan<byte> line, LogSource source) =>
        (source & LogSource.Client) != 0 && ((source & ~LogSource.Client) == 0 || !StartsAsServers(line));

    private static ReadOnlySpan<byte> ThirdField(ReadOnlySpan<byte> line)
    {
        for (int comma = 0; comma < 2; comma++)
        {
            int at = line.IndexOf((byte)',');
            if (at < 0)
                return [];
            line = line[(at + 1)..];
        }
        int end = line.IndexOf((byte)',');
        return end < 0 ? line : line[..end];
    }

    private static bool StartsAsServers(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || !FirstBytesOfServers.Contains(line[0]))
            return false;
        foreach (byte[] start in ServerStarts)
        {
            if (line.StartsWith(start))
                return true;
        }
        return false;
    }

    private static bool IsGuessed(LinePattern pattern) =>
        pattern.Kind < FirstNotGuessed
        && (pattern.Source & LogSource.Client) != 0
        && pattern.Parts[..3] is [LinePart.User, LinePart.Literal, LinePart.Group];

    /// <summary>The group is followed by a literal such as <c>,send,</c> or <c>,error,TCP,</c>.</summary>
    private static string WordOf(LinePattern pattern) => Encoding.UTF8.GetString(pattern.Literals[3]).Split(',')[1];

    private static IEnumerable<LinePattern> Where(Func<LinePattern, bool> isMeant) =>
        EventSchema.Patterns.ToArray().Where(isMeant);
}
