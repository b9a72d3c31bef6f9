using MGen.Model.Configuration;

namespace MGen.Tools;

/// <summary>The configurations that a command line names: of clients, or, with a hosts file, of peers.</summary>
/// <param name="Files">Paths and globs of the users' files.</param>
/// <param name="Hosts">The hosts file; <c>null</c> for clients.</param>
internal sealed record ConfigSources(IReadOnlyList<string> Files, string? Hosts)
{
    private static readonly string[] PeerKeys = ["listen", "recipients"];

    /// <summary>
    /// The layouts that <c>generate</c> writes: the directory of the users and, for peers, the hosts file.
    /// </summary>
    private static readonly (string Users, string Hosts)[] Layouts =
    [
        ("users", "hostsfile"),
        (Path.Combine("shadow.data.template", "hosts"), Path.Combine("shadow.data.template", "hosts", "hostsfile")),
    ];

    /// <summary>
    /// Resolves paths. Files and globs are used unchanged; a directory means all users in it, with its hosts file if
    /// <c>generate</c> wrote one.
    /// </summary>
    /// <param name="paths">Files, globs and directories.</param>
    /// <param name="hosts">The value of <c>--hosts</c>, if given.</param>
    /// <param name="workingDirectory">The directory of relative paths.</param>
    public static ConfigSources Find(IReadOnlyList<string> paths, string? hosts, string workingDirectory)
    {
        string? found = hosts;
        List<string> files = [];
        foreach (string path in paths)
        {
            if (
                path.Length == 0
                || path.Contains('\0', StringComparison.Ordinal)
                || !Directory.Exists(Path.GetFullPath(path, workingDirectory))
            )
            {
                files.Add(path);
                continue;
            }
            (string users, string? own) = InDirectory(path, workingDirectory);
            files.Add(Path.Combine(users, "**", "*.yaml"));
            found ??= own;
        }
        return new ConfigSources(files, found);
    }

    /// <summary>Whether files read as configurations of clients have keys that only peers have.</summary>
    public static bool LookLikePeers(IEnumerable<ConfigError> errors) =>
        errors.Any(error =>
            error.Message == "unknown key" && PeerKeys.Contains(error.Key.Split('.')[^1], StringComparer.Ordinal)
        );

    private static (string Users, string? Hosts) InDirectory(string directory, string workingDirectory)
    {
        foreach ((string users, string hosts) in Layouts)
        {
            if (Directory.Exists(Path.GetFullPath(Path.Combine(directory, users), workingDirectory)))
                return (
                    Path.Combine(directory, users),
                    File.Exists(Path.GetFullPath(Path.Combine(directory, hosts), workingDirectory))
                        ? Path.Combine(directory, hosts)
                        : null
                );
        }
        return (directory, null);
    }
}
