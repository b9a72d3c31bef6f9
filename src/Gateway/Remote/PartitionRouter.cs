using MGen.Grains.Partitions;
using MGen.Wire;

namespace MGen.Gateway.Remote;

/// <summary>Groups are in partitions of a cluster; all groups of a partition share one link.</summary>
internal sealed class PartitionRouter(PostClient posts, SiloAddress here, Mailbox mailbox) : IGroupRouter
{
    private readonly PartitionInbox[] _inboxes = [.. Enumerable.Range(0, PartitionMap.Count).Select(partition => new PartitionInbox(partition, posts.To(partition), here, mailbox))];

    public bool IsRemote => true;

    public IGroupInbox InboxOf(Identifier group) => _inboxes[PartitionMap.PartitionOf(group)];
}
