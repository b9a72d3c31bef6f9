using System.Text;

namespace MGen.EventLog;

/// <summary>
/// Selects candidate patterns by a line's third field: nine of ten lines of a client or peer are
/// <c>{user},{group},word</c>, and trying all patterns in order would take most of a reader's time. The selection never
/// changes the meaning of a line: it is made only where no earlier pattern can match.
/// </summary>
internal static class PatternIndex
{
    /// <summary>
    /// For kinds from here on an earlier pattern may match as well, such as <c>Error fetching: {text}</c>.
    /// </summary>
    private const EventKind FirstNotGuessed = EventKind.ErrorFetching;

    private static readonly byte[][] ServerStarts =
    [
        .. Where(static pattern => (pattern.Source & LogSource.Client) == 0).Select(pattern => pattern.Literals[0]),
    ];

    private static readonly (byte[] Word, LinePattern[] Patterns)[] ByWord =
    [
        .. Where(IsGuessed).GroupBy(WordOf).Select(same => (Encoding.UTF8.GetBytes(same.Key), same.ToArray())),
    ];

    /// <summary>
    /// The patterns that may match this line, in the order of the schema; empty if all have to be tried.
    /// </summary>
    /// <param name="line">A line without its time.</param>
    /// <param name="source">The programs whose lines to expect.</param>
    public static ReadOnlySpan<LinePattern> Guess(ReadOnlySpan<byte> line, LogSource source)
    {
        if ((source & LogSource.Client) == 0 || ((source & ~LogSource.Client) != 0 && StartsAsServers(line)))
            return [];
        ReadOnlySpan<byte> word = ThirdField(line);
        foreach ((byte[] known, LinePattern[] patterns) in ByWord)
        {
            if (word.SequenceEqual(known))
                return patterns;
        }
        return [];
    }

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
