using System.Collections.Frozen;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Membership;

/// <summary>The members of the cluster as this process knows them, in the terms of replication. Thread-safe.</summary>
public sealed class ClusterView(IClusterMembershipService membership)
{
    // One reference, so that a reader never sees the version of one snapshot with the view of another.
    private volatile Snapshot? _last;

    /// <summary>The present view.</summary>
    public MembershipView Current
    {
        get
        {
            ClusterMembershipSnapshot now = membership.CurrentSnapshot;
            if (_last is { } last && last.Version == now.Version)
                return last.View;
            MembershipView view = new(
                [.. now.Members.Values.Where(member => member.Status == SiloStatus.Active && NodeName.IsSilo(member.Name)).Select(member => member.SiloAddress.ToNodeId())],
                now.Members.Values.Where(member => member.Status == SiloStatus.Dead).Select(member => member.SiloAddress.ToNodeId()).ToFrozenSet());
            _last = new Snapshot(now.Version, view);
            return view;
        }
    }

    /// <summary>Which silo should have which partition; <c>null</c> while there is no silo.</summary>
    public PartitionMap? Map => Current.Map;

    /// <summary>Raised, as an item, whenever the membership changes.</summary>
    public IAsyncEnumerable<ClusterMembershipSnapshot> Updates => membership.MembershipUpdates;

    /// <summary>Whether a member has left or was declared dead: it will not come back under this address.</summary>
    public bool IsGone(SiloAddress member) => membership.CurrentSnapshot.GetSiloStatus(member) == SiloStatus.Dead;

    /// <summary>Whether the table of members knows a node, dead or not.</summary>
    public bool Knows(NodeId node) => membership.CurrentSnapshot.Members.ContainsKey(node.ToSiloAddress());

    private sealed record Snapshot(MembershipVersion Version, MembershipView View);
}
