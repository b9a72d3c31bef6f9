using MGen.Model.Configuration;
using MGen.Model.Configuration.Files;

namespace MGen.Population.Behaviours;

/// <summary>Loads the behaviours that users draw.</summary>
public static class BehaviourLibrary
{
    /// <summary>Name of the built-in example.</summary>
    public const string ExampleName = "example";

    /// <summary>Name of the built-in behaviour that sends messages within seconds.</summary>
    public const string LivelyName = "lively";

    /// <summary>Largest number of errors that are reported for a directory.</summary>
    private const int MaxErrors = 100;

    /// <summary>
    /// The built-in example of ordinary users, embedded in the program from <c>samples/population/models/example</c>.
    /// Its numbers are invented.
    /// </summary>
    public static BehaviourModel Example() => Carried(ExampleName);

    /// <summary>
    /// The built-in behaviour of users who send over a hundred times as many messages as those of
    /// <see cref="Example"/>, for trying programs. Embedded in the program from
    /// <c>samples/population/models/lively</c>.
    /// </summary>
    public static BehaviourModel Lively() => Carried(LivelyName);

    /// <summary>
    /// Reads a directory of fits. Each directory in it is one fit; the fits are in ordinal order of names. A directory
    /// that contains an <c>S.dat</c> is one fit itself. Returns an empty list if there are errors.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="workingDirectory">Base of a relative path.</param>
    /// <param name="errors">Receives the errors, with files and lines.</param>
    public static IReadOnlyList<BehaviourModel> Load(
        string directory,
        string workingDirectory,
        ICollection<ConfigError> errors
    )
    {
        ArgumentNullException.ThrowIfNull(errors);
        string fullPath = Path.GetFullPath(directory, workingDirectory);
        List<ConfigError> found = [];
        if (!Directory.Exists(fullPath))
        {
            errors.Add(
                new ConfigError(
                    directory,
                    0,
                    0,
                    "",
                    "there is no such directory",
                    null,
                    "a directory of fits, each a directory",
                    null
                )
            );
            return [];
        }
        IReadOnlyList<BehaviourSource> sources = Sources(directory, fullPath);
        if (sources.Count == 0)
            found.Add(
                new ConfigError(
                    directory,
                    0,
                    0,
                    "",
                    "contains no directory that may be read",
                    null,
                    $"directories with {string.Join(", ", BehaviourSource.FileNames)}",
                    null
                )
            );
        BehaviourModel?[] models = [.. sources.Select(source => new BehaviourReader(source, found).Read())];
        foreach (ConfigError error in found.Take(MaxErrors))
            errors.Add(error);
        if (found.Count > MaxErrors)
            errors.Add(
                new ConfigError(directory, 0, 0, "", $"has {found.Count - MaxErrors} more errors", null, null, null)
            );
        return found.Count == 0 ? [.. models.OfType<BehaviourModel>()] : [];
    }

    private static BehaviourModel Carried(string name)
    {
        List<ConfigError> errors = [];
        BehaviourSource source = new(name, $"[{name}]", Directory: null);
        return new BehaviourReader(source, errors).Read()
            ?? throw new InvalidOperationException(string.Join("; ", errors));
    }

    private static IReadOnlyList<BehaviourSource> Sources(string shownAs, string fullPath)
    {
        if (File.Exists(Path.Combine(fullPath, "S.dat")))
            return
            [
                new BehaviourSource(Path.GetFileName(Path.TrimEndingDirectorySeparator(fullPath)), shownAs, fullPath),
            ];
        return
        [
            .. Directory
                .GetDirectories(fullPath, "*", DirectoryListing.Readable)
                .OrderBy(path => path, StringComparer.Ordinal)
                .Select(path => new BehaviourSource(
                    Path.GetFileName(path),
                    Path.Combine(shownAs, Path.GetFileName(path)),
                    path
                )),
        ];
    }
}
