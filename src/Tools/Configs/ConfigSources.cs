using MGen.Model.Configuration;

namespace MGen.Tools.Configs;

/// <summary>Which configurations a command line means: of clients, or with a hosts file of peers.</summary>
/// <param name="Files">Paths and globs of the users' files.</param>
/// <param name="Hosts">The hosts file; <c>null</c>: they are clients.</param>
internal sealed record ConfigSources(IReadOnlyList<string> Files, string? Hosts)
{
    private static readonly string[] PeerKeys = ["listen", "recipients"];

    /// <summary>
    /// What <c>generate</c> writes in an experiment: where the users are, and for peers the hosts file.
    /// </summary>
    private static readonly (string Users, string Hosts)[] Layouts =
    [
        ("users", "hostsfile"),
        (Path.Combine("shadow.data.template", "hosts"), Path.Combine("shadow.data.template", "hosts", "hostsfile")),
    ];

    /// <summary>
    /// Files and globs stand for themselves, a directory for the users in it; the hosts file of one that
    /// <c>generate</c> wrote is found.
    /// </summary>
    /// <param name="paths">Files, globs and directories.</param>
    /// <param name="hosts">The hosts file that was named; <c>null</c>: none.</param>
    /// <param name="workingDirectory">Where relative paths start.</param>
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

    /// <summary>Whether files that were read as clients' have keys that only peers have.</summary>
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
