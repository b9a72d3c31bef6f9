using MGen.Grains.Partitions;

namespace MGen.Gateway.Remote;

/// <summary>The groups of a cluster that this process is a member of.</summary>
internal sealed class ClusterGroups(PostClient posts, ILocalSiloDetails here, Mailboxes mailboxes) : IGroups
{
    public IGroupRouter Open(Guid gateway, GatewayPorts ports)
    {
        Mailbox mailbox = new(ports.Find, lost => ports.End(group => PartitionMap.PartitionOf(group) == lost));
        mailboxes.Add(gateway, mailbox);
        return new PartitionRouter(posts, here.SiloAddress, mailbox);
    }

    public void Close(Guid gateway) => mailboxes.Remove(gateway);
}
