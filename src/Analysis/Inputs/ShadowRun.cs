using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MGen.Analysis.Inputs;

/// <summary>
/// A directory in which the Shadow simulator has run: its configuration, and <c>hosts/</c> with a subdirectory for each
/// host.
/// </summary>
internal sealed class ShadowRun
{
    private const string Unreadable = "is a directory that cannot be read";

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
        Logs = [.. LogsOfHosts(hostsDirectory)];
        _hasClientHosts = Logs.Any(log => IsOnClientHost(log.Path));
    }

    /// <summary>Its full path.</summary>
    public string Directory { get; }

    /// <summary>Full path of the directory of the hosts.</summary>
    public string HostsDirectory { get; }

    /// <summary>Full path of the configuration; <c>null</c> if there is none.</summary>
    public string? ConfigPath { get; }

    /// <summary>
    /// Full paths of the logs, in the original's order (by host, then by name). <c>Problem</c> says why a log is not
    /// readable.
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
    /// Whether the original's tool would read this log: it takes hosts with <c>client</c> in their names. If there is
    /// no such host, the result is <c>true</c> for all logs of conversations.
    /// </summary>
    public bool IsOriginalInput(string log) =>
        _hasClientHosts
            ? IsOnClientHost(log)
            : (LogName.SourceOf(Path.GetFileName(log)) & EventLog.LogSource.Client) != 0;

    private static bool IsOnClientHost(string log) =>
        Path.GetFileName(Path.GetDirectoryName(log))!.Contains("client", StringComparison.Ordinal);

    /// <summary>The logs of all hosts; an unreadable directory is listed as an unreadable log.</summary>
    private static IEnumerable<(string Path, string? Problem)> LogsOfHosts(string hostsDirectory)
    {
        if (!TryList(hostsDirectory, System.IO.Directory.GetDirectories, out string[] hosts))
            return [(hostsDirectory, Unreadable)];
        return hosts.SelectMany(host =>
            TryList(host, System.IO.Directory.GetFiles, out string[] files)
                ? files.Select(Look).OfType<(string, string?)>()
                : [(host, Unreadable)]
        );
    }

    private static bool TryList(string directory, Func<string, string[]> list, out string[] paths)
    {
        try
        {
            paths = [.. list(directory).Order(StringComparer.Ordinal)];
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            paths = [];
            return false;
        }
    }

    /// <summary>
    /// The path of a log and, if the log is not readable, the reason; <c>null</c> if the file is not a log.
    /// </summary>
    private static (string Path, string? Problem)? Look(string path)
    {
        string name = Path.GetFileName(path);
        if (!LogName.Plain(name).EndsWith(".stdout", StringComparison.Ordinal))
            return null;
        SniffedKind kind = LogSniffer.Sniff(path, out string? problem);
        return LogName.IsOurs(name) || kind != SniffedKind.Other ? (path, problem) : null;
    }
}

/// <summary>
/// The wake-up time of each conversation of a run in the Shadow simulator, computed as the original does: the
/// simulation's epoch, plus the process's start, plus the configured bootstrap time. The client's own stagger is not
/// included.
/// </summary>
internal static class ShadowConfig
{
    /// <summary>2000-01-01 UTC, the start of simulated time.</summary>
    public const double EpochUnixSeconds = 946_684_800;

    /// <summary>Shadow's units of time with all their spellings, in seconds.</summary>
    private static readonly FrozenDictionary<string, double> Units = new Dictionary<string, double>(
        StringComparer.Ordinal
    )
    {
        [""] = 1,
        ["ns"] = 1e-9,
        ["nanosecond"] = 1e-9,
        ["nanoseconds"] = 1e-9,
        ["us"] = 1e-6,
        ["\u03bcs"] = 1e-6,
        ["\u00b5s"] = 1e-6,
        ["microsecond"] = 1e-6,
        ["microseconds"] = 1e-6,
        ["ms"] = 1e-3,
        ["millisecond"] = 1e-3,
        ["milliseconds"] = 1e-3,
        ["s"] = 1,
        ["sec"] = 1,
        ["secs"] = 1,
        ["second"] = 1,
        ["seconds"] = 1,
        ["m"] = 60,
        ["min"] = 60,
        ["mins"] = 60,
        ["minute"] = 60,
        ["minutes"] = 60,
        ["h"] = 3600,
        ["hr"] = 3600,
        ["hrs"] = 3600,
        ["hour"] = 3600,
        ["hours"] = 3600,
        ["d"] = 86_400,
        ["day"] = 86_400,
        ["days"] = 86_400,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.");

    private static readonly string[] Programs = ["mgen-client", "mgen-peer"];

    /// <summary>Reads the wake-up times, in Unix seconds, from the configurations of a run and of its users.</summary>
    /// <param name="configPath">Full path of the Shadow configuration.</param>
    /// <param name="hostsDirectory">Full path of the directory that has a subdirectory for each host.</param>
    /// <param name="warnings">Receives a warning for each file or time that could not be read.</param>
    public static IReadOnlyDictionary<(string User, string Group), double> ReadBootstraps(
        string configPath,
        string hostsDirectory,
        List<string> warnings
    )
    {
        Dictionary<(string User, string Group), double> bootstraps = [];
        if (YamlNodes.Load(configPath, warnings)?.Child("hosts") is not YamlMappingNode hosts)
            return bootstraps;
        foreach ((YamlNode host, YamlNode settings) in hosts.Children)
        {
            foreach (YamlNode process in settings.Items("processes").Where(IsOurs))
                ReadProcess(process, Path.Combine(hostsDirectory, host.Text() ?? ""), bootstraps, warnings);
        }
        return bootstraps;
    }

    private static bool IsOurs(YamlNode process) =>
        process.Child("path").Text() is { } path
        && Programs.Any(program => path.EndsWith(program, StringComparison.Ordinal));

    private static void ReadProcess(
        YamlNode process,
        string directory,
        Dictionary<(string User, string Group), double> bootstraps,
        List<string> warnings
    )
    {
        double start = SecondsOf(process.Child("start_time").Text(), "start_time", warnings);
        foreach (
            string argument in Arguments(process.Child("args"))
                .Where(argument => argument.Contains(".yaml", StringComparison.Ordinal))
        )
        {
            foreach (string path in FilesOf(directory, argument))
                ReadUser(path, start, bootstraps, warnings);
        }
    }

    private static IEnumerable<string> Arguments(YamlNode? node) =>
        node is YamlSequenceNode list
            ? list.Select(item => item.Text() ?? "")
            : (node.Text() ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> FilesOf(string directory, string glob)
    {
        string full = Path.GetFullPath(glob, directory);
        string? folder = Path.GetDirectoryName(full);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, Path.GetFileName(full)).Order(StringComparer.Ordinal)
            : [];
    }

    private static void ReadUser(
        string path,
        double start,
        Dictionary<(string User, string Group), double> bootstraps,
        List<string> warnings
    )
    {
        if (YamlNodes.Load(path, warnings) is not { } config || config.Child("user").Text() is not { } user)
            return;
        double common = SecondsOf(config.Child("bootstrap").Text(), $"{path}: bootstrap", warnings);
        foreach (YamlNode conversation in config.Items("conversations"))
        {
            double own = conversation.Child("bootstrap").Text() is { } text
                ? SecondsOf(text, $"{path}: bootstrap", warnings)
                : common;
            if (conversation.Child("group").Text() is { } group)
                bootstraps[(user, group)] = EpochUnixSeconds + start + own;
        }
    }

    /// <summary>
    /// Parses a time as Shadow writes it, and returns seconds. A number without a unit means seconds, as in the
    /// original. Invalid text counts as 0, with a warning.
    /// </summary>
    private static double SecondsOf(string? text, string what, List<string> warnings)
    {
        if (string.IsNullOrWhiteSpace(text))
            return 0;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int numberLength = trimmed.LastIndexOfAny(OfNumbers) + 1;
        string unit = trimmed[numberLength..].Trim().ToString();
        if (
            double.TryParse(
                trimmed[..numberLength],
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out double number
            ) && Units.TryGetValue(unit, out double seconds)
        )
            return number * seconds;
        string warning = $"{what} '{text}' is not a time (such as 20m, 1200 sec, 1 hr); it counts as 0";
        if (!warnings.Contains(warning))
            warnings.Add(warning);
        return 0;
    }
}

/// <summary>Extracts single values from YAML that is validated elsewhere.</summary>
internal static class YamlNodes
{
    /// <summary>Loads a document; <c>null</c> if it is empty or, with a warning, if it is not readable.</summary>
    public static YamlNode? Load(string path, List<string> warnings)
    {
        try
        {
            using StreamReader text = new(path);
            YamlStream stream = [];
            stream.Load(text);
            return stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or YamlException)
        {
            warnings.Add($"{path}: not used: {error.Message}");
            return null;
        }
    }

    /// <summary>The value of a key; <c>null</c> if there is none, or the node is not a mapping.</summary>
    public static YamlNode? Child(this YamlNode? node, string key) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value)
            ? value
            : null;

    /// <summary>The text of a scalar; <c>null</c> for other nodes.</summary>
    public static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    /// <summary>The items of a key's list; empty if it is not a list.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node, string key) =>
        node.Child(key) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();
}
