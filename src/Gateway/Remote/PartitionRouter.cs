using System.Globalization;
using System.Runtime.CompilerServices;
using MGen.Grains.Partitions;
using MGen.Groups.Codecs;
using MGen.Membership;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Gateway.Remote;

/// <summary>Routes entries to the partitions of a cluster; all groups of a partition share a target.</summary>
internal sealed class PartitionRouter(PartitionClients partitions, GatewaySession[] sessions) : IGroupRouter
{
    private readonly PartitionTarget[] _targets =
    [
        .. sessions.Select(session => new PartitionTarget(
            session,
            partitions.Create(session.Partition),
            partitions.Cluster
        )),
    ];

    public bool IsRemote => true;

    public IGroupTarget GetTarget(Identifier group) => _targets[PartitionMap.GetPartition(group, _targets.Length)];
}

/// <summary>
/// A partition. A batch of entries becomes a post of the gateway's session; the post is retransmitted until the
/// partition accepts it.
/// </summary>
internal sealed class PartitionTarget(GatewaySession session, PartitionClient client, ClusterView cluster)
    : IGroupTarget
{
    private GroupEntry[]? _batch;
    private PartitionInput? _post;
    private MembershipView? _probed;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"partition {session.Partition}");

    /// <summary>
    /// True once after each change of the members, if the session is open. The link then sends an empty post, and the
    /// response says whether the partition still knows the session. Without this probe, a gateway whose connections
    /// only wait would not learn that the partition has lost its state.
    /// </summary>
    public bool WantsProbe
    {
        get
        {
            MembershipView view = cluster.Current;
            // This comparison is in effect one of references, because the record's equality compares its collections by
            // reference.
            if (view == _probed || !session.IsOpen)
                return false;
            _probed = view;
            return true;
        }
    }

    public bool TryApply(ReadOnlySpan<GroupEntry> entries) => false;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SubmitAsync(GroupEntry[] entries)
    {
        // The same array is a retransmission. Its post keeps its number, by which the partition recognises it.
        if (entries != _batch)
        {
            _batch = entries;
            _post = session.CreatePost(EntryCodec.Encode(entries));
        }
        PostOutcome outcome = session.TakeResponse(_post!, await client.PostAsync(_post!, session.Epoch));
        if (outcome == PostOutcome.Retransmit)
            throw new SiloUnavailableException("no silo is its primary now");
        // Cleared only here: after a failure above, the retransmission needs the post.
        _batch = null;
        _post = null;
    }
}

/// <summary>The groups of the cluster of which this process is a member.</summary>
internal sealed class ClusterGroups(PartitionClients partitions, ILocalSiloDetails here, GatewaySessions sessions)
    : IGroups
{
    public IGroupRouter Open(Guid gateway, GatewayPorts ports) =>
        new PartitionRouter(partitions, sessions.Add(gateway, here.SiloAddress.ToNodeId(), ports.Find, ports.End));

    public void Close(Guid gateway) => sessions.Remove(gateway);
}
