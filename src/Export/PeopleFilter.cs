using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using MGen.Wire;

namespace MGen.Export;

/// <summary>
/// Selects people by name. The selection of a name does not depend on the other people of the run. Immutable.
/// </summary>
public sealed class PeopleFilter
{
    /// <summary>The words that <see cref="TryParse"/> accepts.</summary>
    public const string Grammar =
        "expected 'everyone', 'server', a name, a pattern with * or ?, or a share of the people, as in 0.1%";

    /// <summary>Selects everybody.</summary>
    public static readonly PeopleFilter Everybody = new([], share: 1, isServer: false);

    private readonly IReadOnlyList<string> _patterns;
    private readonly double _share;

    private PeopleFilter(IReadOnlyList<string> patterns, double share, bool isServer)
    {
        _patterns = patterns;
        _share = share;
        IsServerLink = isServer;
    }

    /// <summary>Whether everybody is selected.</summary>
    public bool IncludesEverybody => _share >= 1;

    /// <summary>
    /// Whether the server's network link is observed: everybody is selected, and times are those at the server.
    /// </summary>
    public bool IsServerLink { get; }

    /// <summary>
    /// Parses words into a filter. The filter selects each person whom at least one of the words selects.
    /// </summary>
    /// <param name="texts">Words of <see cref="Grammar"/>. An empty list selects everybody.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="problem">The first invalid word and the allowed ones; <c>null</c> if all words are valid.</param>
    public static bool TryParse(IReadOnlyList<string> texts, out PeopleFilter filter, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(texts);
        filter = Everybody;
        problem = null;
        List<string> patterns = [];
        double share = texts.Count == 0 ? 1 : 0;
        bool isServer = false;
        foreach (string text in texts)
        {
            if (text is "everyone" or "server")
            {
                share = 1;
                isServer |= text == "server";
            }
            else if (text.EndsWith('%'))
            {
                if (
                    !double.TryParse(
                        text[..^1],
                        NumberStyles.AllowDecimalPoint,
                        CultureInfo.InvariantCulture,
                        out double percent
                    ) || percent is not (> 0 and <= 100) // NaN is parsed, but is refused here
                )
                {
                    problem = $"'{text}' is not a share above 0 % and at most 100 %";
                    return false;
                }
                share = Math.Max(share, percent / 100);
            }
            else if (text.Length == 0)
            {
                problem = $"'{text}': {Grammar}";
                return false;
            }
            else
            {
                patterns.Add(text);
            }
        }
        filter = new PeopleFilter(patterns, share, isServer);
        return true;
    }

    /// <summary>Whether a person is selected.</summary>
    public bool Includes(string person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return IncludesEverybody
            || _patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, person, ignoreCase: false))
            || (_share > 0 && Position(person) < _share);
    }

    /// <summary>The names and patterns that select none of these people.</summary>
    public IEnumerable<string> Unmatched(IReadOnlyCollection<string> people) =>
        _patterns.Where(pattern =>
            !people.Any(person => FileSystemName.MatchesSimpleExpression(pattern, person, ignoreCase: false))
        );

    /// <summary>
    /// Maps a name to a number between 0 and 1, uniformly, so that the selection of a share depends only on the name.
    /// </summary>
    private static double Position(string person)
    {
        ulong hash = Fnv1a.Add(Fnv1a.OffsetBasis, Encoding.UTF8.GetBytes(person));
        // The finalizer of SplitMix64, because the upper bits of FNV hardly depend on the last character.
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return ((hash ^ (hash >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
