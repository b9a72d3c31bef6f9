namespace MGen.Membership;

/// <summary>The names of members, which tell silos from gateways.</summary>
public static class NodeName
{
    private const string SiloPrefix = "silo-";
    private const string GatewayPrefix = "gateway-";

    /// <summary>The name of a silo: it hosts partitions.</summary>
    public static string Silo(string rest) => SiloPrefix + rest;

    /// <summary>The name of a gateway: it hosts clients' connections.</summary>
    public static string Gateway(string rest) => GatewayPrefix + rest;

    /// <summary>Whether a name is that of a silo.</summary>
    public static bool IsSilo(string? name) => name?.StartsWith(SiloPrefix, StringComparison.Ordinal) == true;
}
