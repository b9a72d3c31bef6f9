using MGen.Grains.Partitions;
using MGen.Membership;

namespace MGen.Gateway.Remote;

/// <summary>The groups of the cluster of which this process is a member.</summary>
internal sealed class ClusterGroups(PartitionClients partitions, ILocalSiloDetails here, GatewaySessions sessions)
    : IGroups
{
    public IGroupRouter Open(Guid gateway, GatewayPorts ports) =>
        new PartitionRouter(partitions, sessions.Add(gateway, here.SiloAddress.ToNodeId(), ports.Find, ports.End));

    public void Close(Guid gateway) => sessions.Remove(gateway);
}
