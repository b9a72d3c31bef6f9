using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Configuration.Models;
using MGen.Model.Configuration.Peers;

namespace MGen.Model.Configuration;

/// <summary>
/// Reads the client files or peer files of a run and reports all errors together. Users that name the same weights file
/// share its table. Does nothing but read files; no content of a file makes a method throw.
/// </summary>
public static class ConfigLoader
{
    /// <summary>Reads client files. A file that several arguments select is read once.</summary>
    /// <param name="pathsOrGlobs">
    /// Paths, and globs with <c>*</c>, <c>?</c>, <c>[...]</c> and <c>**</c>, whose files are read in ordinal order. A
    /// glob without a match is an error. If a file exists whose name is exactly the glob's text, that file is meant.
    /// </param>
    /// <param name="workingDirectory">Full path of the directory to which relative paths refer.</param>
    /// <param name="progress">Called after each file, with how many are read and how many there are.</param>
    public static LoadResult Load(
        IReadOnlyList<string> pathsOrGlobs,
        string workingDirectory,
        Action<long, long>? progress = null
    )
    {
        ClientFileReader reader = new(new WeightsCache(), new ConversationRegistry());
        List<ConfigError> errors = [];
        List<ConfigError> notes = [];
        List<UserConfig> users = LoadAll(pathsOrGlobs, workingDirectory, reader.Read, errors, notes, progress);
        return new LoadResult(errors.Count == 0 ? users : [], errors) { Notes = notes };
    }

    /// <summary>Reads a hosts file and peer files, as <see cref="Load"/> reads client files.</summary>
    /// <param name="hostsFile">Path of the hosts file; not a glob.</param>
    /// <param name="pathsOrGlobs">Paths and globs of the peer files.</param>
    /// <param name="workingDirectory">Full path of the directory to which relative paths refer.</param>
    /// <param name="progress">Called after each file, with how many are read and how many there are.</param>
    public static PeerLoadResult LoadPeers(
        string hostsFile,
        IReadOnlyList<string> pathsOrGlobs,
        string workingDirectory,
        Action<long, long>? progress = null
    )
    {
        ArgumentNullException.ThrowIfNull(hostsFile);
        List<ConfigError> errors = [];
        HostsFile? hosts = IsPath(hostsFile, errors)
            ? HostsFileReader.Read(ConfigFile.Create(hostsFile, workingDirectory), errors)
            : null;
        PeerFileReader reader = new(new WeightsCache(), new ConversationRegistry(), hosts);
        List<ConfigError> notes = [];
        List<PeerConfig> users = LoadAll(pathsOrGlobs, workingDirectory, reader.Read, errors, notes, progress);
        if (errors.Count == 0)
            errors.AddRange(PeerAgreement.Check(users));
        return new PeerLoadResult(errors.Count == 0 ? users : [], errors) { Notes = notes };
    }

    private static List<T> LoadAll<T>(
        IReadOnlyList<string> pathsOrGlobs,
        string workingDirectory,
        Func<ConfigFile, Section, T?> read,
        List<ConfigError> errors,
        List<ConfigError> notes,
        Action<long, long>? progress
    )
        where T : class
    {
        ArgumentNullException.ThrowIfNull(pathsOrGlobs);
        ArgumentNullException.ThrowIfNull(workingDirectory);
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<(ConfigFile[] Files, List<ConfigError> Errors)> found = [];
        foreach (string pathOrGlob in pathsOrGlobs)
        {
            List<ConfigError> notFound = [];
            found.Add(
                ([.. Find(pathOrGlob, workingDirectory, notFound).Where(file => seen.Add(file.FullPath))], notFound)
            );
        }
        List<T> users = [];
        int done = 0;
        foreach ((ConfigFile[] files, List<ConfigError> notFound) in found)
        {
            errors.AddRange(notFound);
            foreach (ConfigFile file in files)
            {
                Load(file, read, users, errors, notes);
                progress?.Invoke(++done, seen.Count);
            }
        }
        return users;
    }

    private static IEnumerable<ConfigFile> Find(string pathOrGlob, string workingDirectory, List<ConfigError> errors)
    {
        if (!IsPath(pathOrGlob, errors))
            return [];
        ConfigFile literal = ConfigFile.Create(pathOrGlob, workingDirectory);
        if (!GlobPattern.IsGlob(pathOrGlob) || File.Exists(literal.FullPath))
            return [literal];
        IReadOnlyCollection<string> found = GlobExpander.Expand(pathOrGlob, workingDirectory);
        if (found.Count == 0)
            errors.Add(new ConfigError(pathOrGlob, 0, 0, "", "no file matches this pattern", null, null, null));
        return found.Select(path => ConfigFile.Create(path, workingDirectory));
    }

    private static bool IsPath(string text, List<ConfigError> errors)
    {
        if (text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal))
            return true;
        string shownAs = text.Length == 0 ? "''" : text;
        errors.Add(new ConfigError(shownAs, 0, 0, "", "is not a path", null, "a path or a glob", null));
        return false;
    }

    private static void Load<T>(
        ConfigFile file,
        Func<ConfigFile, Section, T?> read,
        List<T> users,
        List<ConfigError> errors,
        List<ConfigError> notes
    )
        where T : class
    {
        FileErrors fileErrors = new(file.ShownAs);
        if (ReadTop(file, fileErrors) is { } top && read(file, top) is { } user)
            users.Add(user);
        errors.AddRange(fileErrors.InOrder());
        notes.AddRange(fileErrors.Notes);
    }

    private static Section? ReadTop(ConfigFile file, FileErrors errors)
    {
        if (
            !TextFile.TryRead(file.FullPath, ConfigLimits.MaxConfigBytes, out string text, out TextFileProblem? problem)
        )
        {
            errors.Add(problem.At, KeyPath.Root, problem.Message);
            return null;
        }
        YamlValue? document = YamlReader.Read(text, errors);
        return document is null
            ? null
            : new Field(document, KeyPath.Root, errors).Section(
                "a mapping with user, conversations and their settings"
            );
    }
}

/// <summary>The result of <see cref="ConfigLoader"/> for client files: all users, or all errors.</summary>
/// <param name="Users">
/// The users, one per file, in the order of the files; empty if there is any error, so that no run uses half a
/// configuration.
/// </param>
/// <param name="Errors">All errors, file by file, in the order of the lines.</param>
public sealed record LoadResult(IReadOnlyList<UserConfig> Users, IReadOnlyList<ConfigError> Errors)
{
    /// <summary>Warnings: settings that are accepted but doubtful, file by file.</summary>
    public IReadOnlyList<ConfigError> Notes { get; init; } = [];

    /// <summary>Whether there are no errors.</summary>
    public bool IsValid => Errors.Count == 0;
}

/// <summary>A configuration file, or a file that one names.</summary>
/// <param name="ShownAs">The path for messages: as it was typed, or found by a glob.</param>
/// <param name="FullPath">The path for the file system.</param>
/// <param name="WorkingDirectory">Full path of the directory to which relative paths refer.</param>
internal sealed record ConfigFile(string ShownAs, string FullPath, string WorkingDirectory)
{
    /// <exception cref="ArgumentException">The path contains invalid characters.</exception>
    public static ConfigFile Create(string path, string workingDirectory) =>
        new(path, Path.GetFullPath(path, workingDirectory), workingDirectory);

    /// <summary>
    /// The places where a file named in this one may be, in order of preference: next to this one, then in the working
    /// directory (where the original looks).
    /// </summary>
    /// <exception cref="ArgumentException">The path contains invalid characters.</exception>
    public IEnumerable<ConfigFile> Candidates(string path) =>
        [
            Create(Path.Combine(Path.GetDirectoryName(ShownAs) ?? "", path), WorkingDirectory),
            Create(path, WorkingDirectory),
        ];

    /// <summary>The position where a section of this file begins.</summary>
    public ConfigPosition PositionOf(Section section) => new(ShownAs, section.At.Line, section.At.Column);
}
