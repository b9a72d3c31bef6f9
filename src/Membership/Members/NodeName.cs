namespace MGen.Membership;

/// <summary>What a member of the cluster is, told by its name.</summary>
public static class NodeName
{
    private const string SiloPrefix = "silo-";
    private const string GatewayPrefix = "gateway-";

    /// <summary>A member that hosts partitions.</summary>
    public static string Silo(string rest) => SiloPrefix + rest;

    /// <summary>A member that hosts clients' connections.</summary>
    public static string Gateway(string rest) => GatewayPrefix + rest;

    /// <summary>Whether a member hosts partitions.</summary>
    public static bool IsSilo(string? name) => name?.StartsWith(SiloPrefix, StringComparison.Ordinal) == true;
}
