using System.Globalization;

namespace MGen.Demo;

/// <summary>
/// Checks whether the process may open as many sockets as a run needs. Without free descriptors not even an error can
/// be reported: the runtime cannot load what it needs for that, and aborts.
/// </summary>
internal static class OpenFiles
{
    /// <summary>Both ends of a conversation's connection to the message server, and of one to the web server.</summary>
    private const int PerConversation = 4;

    /// <summary>For logs, assemblies, the runtime and the servers themselves.</summary>
    private const int Spare = 512;

    private const string LimitsFile = "/proc/self/limits";
    private const string LimitName = "Max open files";

    /// <summary>The number of files that a run with servers may have open at the same time.</summary>
    public static long Needed(int conversations) => ((long)conversations * PerConversation) + Spare;

    /// <summary>
    /// The number without servers: a listener per user, and per pair both ends of up to two connections, if they dial
    /// at the same time.
    /// </summary>
    public static long NeededByPeers(int users, int pairs) => users + ((long)pairs * PerConversation) + Spare;

    /// <summary>
    /// The number that this process may open; <c>null</c> if it is unlimited or unknown, as on all systems but Linux.
    /// </summary>
    public static long? Limit => File.Exists(LimitsFile) ? Parse(File.ReadLines(LimitsFile)) : null;

    /// <summary>Parses the soft limit in <c>/proc/self/limits</c>; the runtime has raised it to the hard one.</summary>
    public static long? Parse(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith(LimitName, StringComparison.Ordinal));
        string? soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : null;
    }
}
