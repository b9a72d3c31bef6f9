using MGen.Grains.Partitions;
using MGen.Membership;
using MGen.Replication;

namespace MGen.Gateway.Remote;

/// <summary>The groups of a cluster that this process is a member of.</summary>
internal sealed class ClusterGroups(PartitionClients partitions, ILocalSiloDetails here, Mailboxes mailboxes) : IGroups
{
    public IGroupRouter Open(Guid gateway, GatewayPorts ports)
    {
        GatewaySession[] sessions = [.. Enumerable.Range(0, PartitionMap.Count).Select(partition => new GatewaySession(
            partition, gateway, here.SiloAddress.ToNodeId(), ports.Find, lost => ports.End(group => PartitionMap.GetPartition(group) == lost)))];
        mailboxes.Add(gateway, sessions);
        return new PartitionRouter(partitions, sessions);
    }

    public void Close(Guid gateway) => mailboxes.Remove(gateway);
}
