namespace MGen.Analysis.Inputs;

/// <summary>
/// A directory in which the Shadow simulator has run: its configuration, and <c>hosts/</c> with a subdirectory for each
/// host.
/// </summary>
internal sealed class ShadowRun
{
    private static readonly string[] HostsDirectories = ["shadow.data/hosts", "hosts"];

    /// <summary>The names used by tornettools and the original's scripts, and by Shadow's manual.</summary>
    private static readonly string[] ConfigNames =
    [
        "shadow.config.yaml",
        "shadow.yaml",
        "../shadow.config.yaml",
        "../shadow.yaml",
    ];

    private readonly bool _hasClientHosts;

    private ShadowRun(string directory, string hostsDirectory)
    {
        Directory = directory;
        HostsDirectory = hostsDirectory;
        ConfigPath = ConfigNames.Select(name => Path.GetFullPath(name, directory)).FirstOrDefault(File.Exists);
        Logs =
        [
            .. System
                .IO.Directory.EnumerateDirectories(hostsDirectory)
                .Order(StringComparer.Ordinal)
                .SelectMany(host => System.IO.Directory.EnumerateFiles(host).Order(StringComparer.Ordinal))
                .Select(Look)
                .OfType<(string, string?)>(),
        ];
        _hasClientHosts = Logs.Any(log => IsOnClientHost(log.Path));
    }

    /// <summary>Its full path.</summary>
    public string Directory { get; }

    /// <summary>Full path of the directory of the hosts.</summary>
    public string HostsDirectory { get; }

    /// <summary>Full path of the configuration; <c>null</c> if there is none.</summary>
    public string? ConfigPath { get; }

    /// <summary>
    /// Full paths of the logs, in the original's order (by host, then by name), and why one is not readable.
    /// </summary>
    public IReadOnlyList<(string Path, string? Problem)> Logs { get; }

    /// <summary>Returns the run in this directory; <c>null</c> if it has none.</summary>
    public static ShadowRun? At(string directory)
    {
        string? hosts = HostsDirectories
            .Select(name => Path.Combine(directory, name))
            .FirstOrDefault(System.IO.Directory.Exists);
        return hosts is null ? null : new ShadowRun(directory, hosts);
    }

    /// <summary>
    /// Whether the original's tool would read this log: it takes hosts with <c>client</c> in their names. If no host is
    /// named so, all logs of conversations count.
    /// </summary>
    public bool IsOriginalInput(string log) =>
        _hasClientHosts
            ? IsOnClientHost(log)
            : (LogName.SourceOf(Path.GetFileName(log)) & EventLog.LogSource.Client) != 0;

    private static bool IsOnClientHost(string log) =>
        Path.GetFileName(Path.GetDirectoryName(log))!.Contains("client", StringComparison.Ordinal);

    /// <summary>The file, and why it is not readable; <c>null</c> if it is not a log.</summary>
    private static (string Path, string? Problem)? Look(string path)
    {
        string name = Path.GetFileName(path);
        if (!LogName.Plain(name).EndsWith(".stdout", StringComparison.Ordinal))
            return null;
        SniffedKind kind = LogSniffer.Sniff(path, out string? problem);
        return LogName.IsOurs(name) || kind != SniffedKind.Other ? (path, problem) : null;
    }
}
