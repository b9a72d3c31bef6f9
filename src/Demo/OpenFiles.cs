using System.Globalization;

namespace MGen.Demo;

/// <summary>
/// Whether the process may open as many sockets as a run needs. Without descriptors left not even an error can be told: the runtime cannot
/// load what it needs for that, and aborts.
/// </summary>
internal static class OpenFiles
{
    /// <summary>Both ends of a conversation's connection to the message server, and of one to the web server.</summary>
    private const int PerConversation = 4;

    /// <summary>For logs, assemblies, the runtime and the servers themselves.</summary>
    private const int Spare = 512;

    private const string LimitsFile = "/proc/self/limits";
    private const string LimitName = "Max open files";

    /// <summary>How many files a run may have open at once.</summary>
    public static long Needed(int conversations) => ((long)conversations * PerConversation) + Spare;

    /// <summary>The same without servers: a listener for each user, and for each pair both ends of up to two connections, if they dial at once.</summary>
    public static long NeededByPeers(int users, int pairs) => users + ((long)pairs * PerConversation) + Spare;

    /// <summary>How many this process may open; <c>null</c> if that is unlimited or unknown, as everywhere but on Linux.</summary>
    public static long? Limit => File.Exists(LimitsFile) ? Parse(File.ReadLines(LimitsFile)) : null;

    /// <summary>Finds the soft limit in <c>/proc/self/limits</c>; the runtime has raised it to the hard one.</summary>
    public static long? Parse(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(LimitName, StringComparison.Ordinal));
        string? soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : null;
    }
}
