using System.Collections.Frozen;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Membership;

/// <summary>The members of the cluster as this process knows them, in the terms of replication. Thread-safe.</summary>
/// <param name="membership">Orleans' view.</param>
/// <param name="partitions">The cluster's number of partitions.</param>
public sealed class ClusterView(IClusterMembershipService membership, PartitionCount partitions)
{
    // Volatile, and one reference: a reader must not combine the version of one snapshot with the view of another.
    private volatile Snapshot? _last;

    /// <summary>The current view.</summary>
    public MembershipView Current
    {
        get
        {
            ClusterMembershipSnapshot now = membership.CurrentSnapshot;
            if (_last is { } last && last.Version == now.Version)
                return last.View;
            MembershipView view = new(
                [
                    .. now
                        .Members.Values.Where(member =>
                            member.Status == SiloStatus.Active && NodeName.IsSilo(member.Name)
                        )
                        .Select(member => member.SiloAddress.ToNodeId()),
                ],
                now.Members.Values.Where(member => member.Status == SiloStatus.Dead)
                    .Select(member => member.SiloAddress.ToNodeId())
                    .ToFrozenSet(),
                partitions.Value
            );
            // Two threads may compute a view concurrently, and the older view may be stored last. The next reader
            // compares versions and replaces it.
            _last = new Snapshot(now.Version, view);
            return view;
        }
    }

    /// <summary>The placement of partitions; <c>null</c> while there is no silo.</summary>
    public PartitionMap? Map => Current.Map;

    /// <summary>Yields the new membership after each change.</summary>
    public IAsyncEnumerable<ClusterMembershipSnapshot> Updates => membership.MembershipUpdates;

    /// <summary>Whether a member has left or was declared dead. Its address is never used again.</summary>
    public bool IsGone(SiloAddress member) => membership.CurrentSnapshot.GetSiloStatus(member) == SiloStatus.Dead;

    /// <summary>Whether the table of members contains a node, dead or not.</summary>
    public bool Knows(NodeId node) => membership.CurrentSnapshot.Members.ContainsKey(node.ToSiloAddress());

    private sealed record Snapshot(MembershipVersion Version, MembershipView View);
}
