using System.Globalization;
using System.Text;
using MGen.Model.Configuration;

namespace MGen.Population.Behaviours;

/// <summary>
/// The messages per chat and day, by chat size class, of the chats to which models were fitted. Before a population of
/// these models runs, its expected volume is compared with these numbers.
/// </summary>
public sealed class GroupVolumes
{
    /// <summary>
    /// Name of the file in a directory of models: a line per chat size class that has chats, with its name and the
    /// messages per chat and day. The file is empty if no chat has a duration above 0.
    /// </summary>
    public const string FileName = "volumes.dat";

    /// <summary>The largest accepted volume, in messages per chat and day: ten per second.</summary>
    public const double MostPerDay = 864_000;

    private const string Allowed =
        "a chat size class, a space, and messages per chat and day from 0 to 864000, as in: 3-5 12.3";

    private readonly (SizeClass Class, double PerDay)[] _classes;

    /// <param name="classes">Chat size classes without overlaps, and the messages per chat and day.</param>
    public GroupVolumes(IEnumerable<(SizeClass Class, double PerDay)> classes) => _classes = [.. classes];

    /// <summary>
    /// The messages per chat and day of the class that contains a number of members; <c>null</c> if there is no such
    /// class.
    /// </summary>
    public double? PerDay(int members)
    {
        int found = Array.FindIndex(_classes, one => one.Class.Contains(members));
        return found < 0 ? null : _classes[found].PerDay;
    }

    /// <summary>The text of <see cref="FileName"/>.</summary>
    public string Format()
    {
        StringBuilder text = new();
        foreach ((SizeClass sizes, double perDay) in _classes)
            text.Append(CultureInfo.InvariantCulture, $"{sizes.Name} {perDay:0.####}\n");
        return text.ToString();
    }

    /// <summary>
    /// Reads <see cref="FileName"/> in a directory of models; <c>null</c> if it does not exist or has errors.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="workingDirectory">Base of a relative path.</param>
    /// <param name="errors">Receives the errors, with file and line.</param>
    public static GroupVolumes? Read(string directory, string workingDirectory, ICollection<ConfigError> errors) =>
        new SizeClassTable(FileName, "volume", MostPerDay, Allowed) { MayBeEmpty = true }.Read(
            directory,
            workingDirectory,
            errors
        )
            is { } classes
            ? new GroupVolumes(classes.Select(one => (one.Class, one.Number)))
            : null;
}
