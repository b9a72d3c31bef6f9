using System.Globalization;
using MGen.Replication;

namespace MGen.Membership;

/// <summary>
/// The names of members, which contain the kind (silo or gateway) and the member's number of partitions. The name is in
/// the table of members, so every member reads both with the entry.
/// </summary>
public static class NodeName
{
    private const string SiloPrefix = "silo-";
    private const string GatewayPrefix = "gateway-";
    private const string PartitionsMark = "-p";

    /// <summary>The name of a silo: it hosts partitions.</summary>
    public static string Silo(string rest) => SiloPrefix + rest;

    /// <summary>The name of a gateway: it hosts clients' connections.</summary>
    public static string Gateway(string rest) => GatewayPrefix + rest;

    /// <summary>Adds the number of partitions to a name.</summary>
    public static string WithPartitions(string name, int partitions) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}{PartitionsMark}{partitions}");

    /// <summary>
    /// The number of partitions in a name; the default if there is none (a member of an earlier version, whose number
    /// could not be set).
    /// </summary>
    public static int GetPartitions(string? name)
    {
        int mark = name?.LastIndexOf(PartitionsMark, StringComparison.Ordinal) ?? -1;
        return
            mark >= 0
            && int.TryParse(
                name.AsSpan(mark + PartitionsMark.Length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int partitions
            )
            ? partitions
            : PartitionMap.DefaultCount;
    }

    /// <summary>Whether a name is that of a silo.</summary>
    public static bool IsSilo(string? name) => name?.StartsWith(SiloPrefix, StringComparison.Ordinal) == true;
}
