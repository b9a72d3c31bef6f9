using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace MGen.Analysis.Inputs;

/// <summary>
/// When each conversation of a run in the Shadow simulator begins, as the original computes it: the simulation's epoch, the process's start and the
/// configured bootstrap time. The client's own stagger is not in it.
/// </summary>
internal static class ShadowConfig
{
    /// <summary>2000-01-01 UTC, where simulated time begins.</summary>
    public const double EpochUnixSeconds = 946_684_800;

    private static readonly string[] Programs = ["mgen-client", "mgen-peer"];

    /// <summary>Reads the configuration of a run and of its users.</summary>
    /// <param name="configPath">Full path of the Shadow configuration.</param>
    /// <param name="hostsDirectory">Full path of the directory with a directory for each host.</param>
    /// <param name="warnings">What could not be read.</param>
    public static IReadOnlyDictionary<(string User, string Group), double> ReadBootstraps(string configPath, string hostsDirectory, List<string> warnings)
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
        process.Child("path").Text() is { } path && Programs.Any(program => path.EndsWith(program, StringComparison.Ordinal));

    private static void ReadProcess(YamlNode process, string directory, Dictionary<(string User, string Group), double> bootstraps, List<string> warnings)
    {
        double start = SecondsOf(process.Child("start_time").Text());
        foreach (string argument in Arguments(process.Child("args")).Where(argument => argument.Contains(".yaml", StringComparison.Ordinal)))
        {
            foreach (string path in FilesOf(directory, argument))
                ReadUser(path, start, bootstraps, warnings);
        }
    }

    private static IEnumerable<string> Arguments(YamlNode? node) => node is YamlSequenceNode list
        ? list.Select(item => item.Text() ?? "")
        : (node.Text() ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> FilesOf(string directory, string glob)
    {
        string full = Path.GetFullPath(glob, directory);
        string? folder = Path.GetDirectoryName(full);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(full)).Order(StringComparer.Ordinal) : [];
    }

    private static void ReadUser(string path, double start, Dictionary<(string User, string Group), double> bootstraps, List<string> warnings)
    {
        if (YamlNodes.Load(path, warnings) is not { } config || config.Child("user").Text() is not { } user)
            return;
        double common = SecondsOf(config.Child("bootstrap").Text());
        foreach (YamlNode conversation in config.Items("conversations"))
        {
            double own = conversation.Child("bootstrap").Text() is { } text ? SecondsOf(text) : common;
            if (conversation.Child("group").Text() is { } group)
                bootstraps[(user, group)] = EpochUnixSeconds + start + own;
        }
    }

    /// <summary>Shadow's times as the original reads them: seconds, or with a suffix s, m, h. What is none counts as 0.</summary>
    private static double SecondsOf(string? text)
    {
        ReadOnlySpan<char> number = text.AsSpan().Trim().TrimEnd("smh");
        double unit = text.AsSpan().Trim() switch
        {
            [.., 'm'] => 60,
            [.., 'h'] => 3600,
            _ => 1,
        };
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) ? seconds * unit : 0;
    }
}
