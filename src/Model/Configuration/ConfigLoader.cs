using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Configuration.Weights;
using MGen.Model.Configuration.Yaml;

namespace MGen.Model.Configuration;

/// <summary>
/// Reads the client files of a run. Everything that is wrong with any of them is reported at once. Users that name the same weights file share
/// its table. Nothing but files is read, and nothing that a file says can make a method throw.
/// </summary>
public static class ConfigLoader
{
    /// <summary>Reads files; one that several arguments mean is read once.</summary>
    /// <param name="pathsOrGlobs">
    /// Paths, and globs with <c>*</c>, <c>?</c>, <c>[...]</c> and <c>**</c>, whose files come in ordinal order. A glob without a match is an error. A
    /// file whose very name looks like a glob is taken as that file.
    /// </param>
    /// <param name="workingDirectory">Full path of the directory where relative paths start.</param>
    public static LoadResult Load(IReadOnlyList<string> pathsOrGlobs, string workingDirectory)
    {
        ArgumentNullException.ThrowIfNull(pathsOrGlobs);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        ClientFileReader reader = new(new WeightsCache(), new ConversationRegistry());
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<UserConfig> users = [];
        List<ConfigError> errors = [];
        foreach (string pathOrGlob in pathsOrGlobs)
        {
            foreach (ConfigFile file in Find(pathOrGlob, workingDirectory, errors).Where(file => seen.Add(file.FullPath)))
                Load(file, reader, users, errors);
        }
        return new LoadResult(errors.Count == 0 ? users : [], errors);
    }

    private static IEnumerable<ConfigFile> Find(string pathOrGlob, string workingDirectory, List<ConfigError> errors)
    {
        if (pathOrGlob.Length == 0 || pathOrGlob.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add(new ConfigError(pathOrGlob, 0, 0, "", "is not a path", null, "a path or a glob", null));
            return [];
        }
        ConfigFile literal = ConfigFile.Create(pathOrGlob, workingDirectory);
        if (!GlobPattern.IsGlob(pathOrGlob) || File.Exists(literal.FullPath))
            return [literal];
        IReadOnlyCollection<string> found = GlobExpander.Expand(pathOrGlob, workingDirectory);
        if (found.Count == 0)
            errors.Add(new ConfigError(pathOrGlob, 0, 0, "", "no file matches this pattern", null, null, null));
        return found.Select(path => ConfigFile.Create(path, workingDirectory));
    }

    private static void Load(ConfigFile file, ClientFileReader reader, List<UserConfig> users, List<ConfigError> errors)
    {
        FileErrors fileErrors = new(file.ShownAs);
        if (ReadTop(file, fileErrors) is { } top && reader.Read(file, top) is { } user)
            users.Add(user);
        errors.AddRange(fileErrors.InOrder());
    }

    private static Section? ReadTop(ConfigFile file, FileErrors errors)
    {
        if (!TextFile.TryRead(file.FullPath, ConfigLimits.MaxConfigBytes, out string text, out TextFileProblem? problem))
        {
            errors.Add(problem.At, KeyPath.Root, problem.Message);
            return null;
        }
        YamlValue? document = YamlReader.Read(text, errors);
        return document is null ? null : new Field(document, KeyPath.Root, errors).Section("a mapping with user, conversations and their settings");
    }
}
