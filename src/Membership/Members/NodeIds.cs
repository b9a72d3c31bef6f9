using System.Collections.Concurrent;
using MGen.Wire;

namespace MGen.Membership;

/// <summary>
/// Converts between Orleans' addresses and <see cref="NodeId"/>. Conversions are cached: each delivery needs them.
/// </summary>
public static class NodeIds
{
    // Never pruned: an entry takes a few hundred bytes, and a cluster sees few identities in its life.
    private static readonly ConcurrentDictionary<SiloAddress, NodeId> Ids = new();
    private static readonly ConcurrentDictionary<string, SiloAddress> Addresses = new(StringComparer.Ordinal);

    /// <summary>The identity of a member: its address as text, including the generation.</summary>
    public static NodeId ToNodeId(this SiloAddress address) =>
        Ids.GetOrAdd(address, static address => new NodeId(address.ToParsableString()));

    /// <summary>The address of a member.</summary>
    /// <exception cref="FormatException">The identity is not an address of Orleans.</exception>
    public static SiloAddress ToSiloAddress(this NodeId node) =>
        Addresses.GetOrAdd(node.Name, static name => SiloAddress.FromParsableString(name));
}
