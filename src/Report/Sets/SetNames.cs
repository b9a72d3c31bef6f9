using System.Globalization;
using MGen.Report.Markup;

namespace MGen.Report.Sets;

/// <summary>
/// Shortens the names of sets for figures: a directory's name may have hundreds of characters, and appears in each
/// caption.
/// </summary>
internal static class SetNames
{
    /// <summary>Most characters of a name, without the number that may follow.</summary>
    public const int Longest = 40;

    /// <summary>
    /// Returns the sets with their names cut to <see cref="Longest"/>; names that are equal then are numbered.
    /// </summary>
    public static IReadOnlyList<RunSet> Shorten(IReadOnlyList<RunSet> sets)
    {
        HashSet<string> taken = new(StringComparer.Ordinal);
        return [.. sets.Select(set => set with { Name = Unused(Visible.Cut(set.Name, Longest), taken) })];
    }

    private static string Unused(string name, HashSet<string> taken)
    {
        string unused = name;
        for (int number = 2; !taken.Add(unused); number++)
            unused = string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
        return unused;
    }
}
