using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MGen.Population.Behaviours;

/// <summary>A range of chat sizes in which a user has one behaviour.</summary>
/// <param name="Least">Smallest number of members, at least 2.</param>
/// <param name="Most">Largest number of members; <see cref="int.MaxValue"/>: no upper bound.</param>
public sealed record SizeClass(int Least, int Most)
{
    private const string FolderPrefix = "size-";
    private const string NoBound = "up";

    /// <summary>Text form: <c>2</c>, <c>3-5</c>, <c>51-up</c>.</summary>
    public string Name =>
        Least == Most
            ? Least.ToString(CultureInfo.InvariantCulture)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Least}-{(Most == int.MaxValue ? NoBound : Most.ToString(CultureInfo.InvariantCulture))}"
            );

    /// <summary>The directory of the class's model below that of the user: <c>size-</c> and the name.</summary>
    public string Folder => FolderPrefix + Name;

    /// <summary>Whether a chat with this number of members belongs to the class.</summary>
    public bool Contains(int members) => members >= Least && members <= Most;

    /// <summary>The ratio by which a number of members is outside the range; 1 if it is inside.</summary>
    public double DistanceTo(int members) =>
        Contains(members) ? 1
        : members < Least ? (double)Least / members
        : (double)members / Most;

    /// <summary>Whether a directory's name begins like that of a class's model.</summary>
    public static bool IsFolder(string name) => name.StartsWith(FolderPrefix, StringComparison.Ordinal);

    /// <summary>Parses the name of a directory.</summary>
    public static bool TryParseFolder(string name, [NotNullWhen(true)] out SizeClass? parsed)
    {
        parsed = null;
        return IsFolder(name) && TryParse(name[FolderPrefix.Length..], out parsed);
    }

    /// <summary>Parses a <see cref="Name"/>.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out SizeClass? parsed)
    {
        parsed = null;
        string[] bounds = name.Split('-');
        if (
            bounds.Length > 2
            || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out int least)
        )
            return false;
        int most = least;
        if (bounds.Length == 2 && bounds[1] == NoBound)
            most = int.MaxValue;
        else if (
            bounds.Length == 2
            && !int.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out most)
        )
            return false;
        parsed = least >= 2 && most >= least ? new SizeClass(least, most) : null;
        return parsed is not null;
    }
}
