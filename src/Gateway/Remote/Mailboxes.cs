using System.Collections.Concurrent;
using MGen.Grains.Partitions;
using MGen.Replication;

namespace MGen.Gateway.Remote;

/// <summary>The sessions of the gateways in this process, one per gateway and partition: what partitions deliver finds its gateway here.</summary>
internal sealed class Mailboxes : IDeliveryReceiver
{
    private readonly ConcurrentDictionary<Guid, GatewaySession[]> _gateways = new();

    public void Add(Guid gateway, GatewaySession[] sessions) => _gateways[gateway] = sessions;

    public void Remove(Guid gateway) => _gateways.TryRemove(gateway, out _);

    public long Take(DeliveryBatch batch) => _gateways.TryGetValue(batch.Gateway, out GatewaySession[]? sessions) ? sessions[batch.Partition].Take(batch) : -1;
}
