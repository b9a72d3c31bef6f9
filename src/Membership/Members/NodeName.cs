using System.Globalization;
using System.Text.RegularExpressions;
using MGen.Replication;

namespace MGen.Membership;

/// <summary>
/// The names of members: the kind (silo or gateway), the version of the messages between members, and the member's
/// number of partitions, as in <c>silo-HOST-PID-v2-p16</c>. An entry in the table of members contains the name, so
/// its readers learn all three from it.
/// </summary>
public static partial class NodeName
{
    /// <summary>
    /// The version of the messages between members. Raise it with each change that a member of the version before
    /// cannot read: members of different versions do not join each other's cluster.
    /// </summary>
    public const int MessagesVersion = 2;

    private const string SiloPrefix = "silo-";
    private const string GatewayPrefix = "gateway-";

    /// <summary>The name of a silo: it hosts partitions.</summary>
    public static string Silo(string rest) => SiloPrefix + rest;

    /// <summary>The name of a gateway: it hosts clients' connections.</summary>
    public static string Gateway(string rest) => GatewayPrefix + rest;

    /// <summary>Adds the version of the messages and the number of partitions to a name.</summary>
    public static string Complete(string name, int partitions) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-v{MessagesVersion}-p{partitions}");

    /// <summary>
    /// The number of partitions in a name; the default if there is none (a member of an earlier version, whose number
    /// could not be set).
    /// </summary>
    public static int GetPartitions(string? name) => GetNumber(name, "partitions", PartitionMap.DefaultCount);

    /// <summary>The version of the messages in a name; 1 if there is none (a member of an earlier version).</summary>
    public static int GetMessagesVersion(string? name) => GetNumber(name, "version", 1);

    /// <summary>Whether a name is that of a silo.</summary>
    public static bool IsSilo(string? name) => name?.StartsWith(SiloPrefix, StringComparison.Ordinal) == true;

    private static int GetNumber(string? name, string group, int absent) =>
        int.TryParse(
            Numbers().Match(name ?? "").Groups[group].ValueSpan,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int number
        )
            ? number
            : absent;

    [GeneratedRegex(@"(-v(?<version>\d+))?-p(?<partitions>\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
