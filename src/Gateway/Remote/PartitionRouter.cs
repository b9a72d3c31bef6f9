using System.Globalization;
using System.Runtime.CompilerServices;
using MGen.Grains.Partitions;
using MGen.Groups.Codecs;
using MGen.Membership;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Gateway.Remote;

/// <summary>Groups are in partitions of a cluster; all groups of a partition share an inbox.</summary>
internal sealed class PartitionRouter(PartitionClients partitions, GatewaySession[] sessions) : IGroupRouter
{
    private readonly PartitionInbox[] _inboxes = [.. sessions.Select(session => new PartitionInbox(session, partitions.Create(session.Partition), partitions.Cluster))];

    public bool IsRemote => true;

    public IGroupInbox GetInbox(Identifier group) => _inboxes[PartitionMap.GetPartition(group)];
}

/// <summary>A partition as its link sees it: a batch of entries becomes a post of the gateway's session, retransmitted until the partition has it.</summary>
internal sealed class PartitionInbox(GatewaySession session, PartitionClient client, ClusterView cluster) : IGroupInbox
{
    private GroupEntry[]? _batch;
    private PartitionInput? _post;
    private MembershipView? _probed;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"partition {session.Partition}");

    /// <summary>
    /// After a change of the members an open session asks the partition with an empty post whether it still knows the session: a gateway whose connections
    /// only wait would never learn that the partition lost its state.
    /// </summary>
    public bool WantsProbe
    {
        get
        {
            MembershipView view = cluster.Current;
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
        if (entries != _batch)
        {
            _batch = entries;
            _post = session.CreatePost(EntryCodec.Encode(entries));
        }
        PostOutcome outcome = session.TakeAnswer(_post!, await client.PostAsync(_post!));
        if (outcome == PostOutcome.Retransmit)
            throw new SiloUnavailableException("no silo leads it now");
        _batch = null;
        _post = null;
    }
}
