using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>Nodes that rows name and that the table of members does not contain.</summary>
internal sealed class UnknownNodes
{
    /// <summary>
    /// An unknown node counts as dead after this time, because the rows of partitions outlive the entries of members.
    /// </summary>
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(15);

    private readonly Dictionary<NodeId, TimeSpan> _since = [];

    /// <summary>Returns the nodes that have been unknown for long enough to count as dead.</summary>
    /// <param name="unknown">The nodes that are unknown now.</param>
    /// <param name="now">The time.</param>
    public NodeId[] FindDead(IReadOnlyCollection<NodeId> unknown, TimeSpan now)
    {
        // The time of a node that is known again restarts from zero if the node disappears once more.
        foreach (NodeId node in _since.Keys.Except(unknown).ToArray())
            _since.Remove(node);
        foreach (NodeId node in unknown)
            _since.TryAdd(node, now);
        return [.. unknown.Where(node => now - _since[node] >= DeadAfter)];
    }
}
