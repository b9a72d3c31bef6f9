using MGen.Model.Configuration;

namespace MGen.Population.Behaviours;

/// <summary>Finds the behaviours that users are given.</summary>
public static class BehaviourLibrary
{
    /// <summary>The name of the built-in example.</summary>
    public const string ExampleName = "example";

    /// <summary>The name of the built-in behaviour that has something to show within seconds.</summary>
    public const string LivelyName = "lively";

    /// <summary>Most errors reported of a directory: enough to see what went wrong with it.</summary>
    private const int MaxErrors = 100;

    /// <summary>Ordinary people, made up: <c>samples/population/models/example</c>, which this program carries with it.</summary>
    public static BehaviourModel Example() => Carried(ExampleName);

    /// <summary>People who write over a hundred times as much, to try programs out: <c>samples/population/models/lively</c>.</summary>
    public static BehaviourModel Lively() => Carried(LivelyName);

    /// <summary>
    /// Reads a directory of fits: each directory in it is one, by its name in ordinal order; or the directory itself is one, if it has an
    /// <c>S.dat</c>. Empty if there are errors.
    /// </summary>
    /// <param name="directory">The directory.</param>
    /// <param name="workingDirectory">Where a relative path starts.</param>
    /// <param name="errors">Takes what is wrong, with files and lines.</param>
    public static IReadOnlyList<BehaviourModel> Load(string directory, string workingDirectory, ICollection<ConfigError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        string fullPath = Path.GetFullPath(directory, workingDirectory);
        List<ConfigError> found = [];
        if (!Directory.Exists(fullPath))
        {
            errors.Add(new ConfigError(directory, 0, 0, "", "there is no such directory", null, "a directory of fits, each a directory", null));
            return [];
        }
        IReadOnlyList<BehaviourSource> sources = Sources(directory, fullPath);
        if (sources.Count == 0)
            found.Add(new ConfigError(directory, 0, 0, "", "has no directory in it", null, $"directories with {string.Join(", ", BehaviourSource.FileNames)}", null));
        BehaviourModel?[] models = [.. sources.Select(source => new BehaviourReader(source, found).Read())];
        foreach (ConfigError error in found.Take(MaxErrors))
            errors.Add(error);
        if (found.Count > MaxErrors)
            errors.Add(new ConfigError(directory, 0, 0, "", $"has {found.Count - MaxErrors} more errors", null, null, null));
        return found.Count == 0 ? [.. models.OfType<BehaviourModel>()] : [];
    }

    private static BehaviourModel Carried(string name)
    {
        List<ConfigError> errors = [];
        BehaviourSource source = new(name, $"[{name}]", Directory: null);
        return new BehaviourReader(source, errors).Read() ?? throw new InvalidOperationException(string.Join("; ", errors));
    }

    private static IReadOnlyList<BehaviourSource> Sources(string shownAs, string fullPath)
    {
        if (File.Exists(Path.Combine(fullPath, "S.dat")))
            return [new BehaviourSource(Path.GetFileName(Path.TrimEndingDirectorySeparator(fullPath)), shownAs, fullPath)];
        return [.. Directory.GetDirectories(fullPath)
            .OrderBy(path => path, StringComparer.Ordinal)
            .Select(path => new BehaviourSource(Path.GetFileName(path), Path.Combine(shownAs, Path.GetFileName(path)), path))];
    }
}
