using System.Collections.Concurrent;
using MGen.Links;
using MGen.Replication;
using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Grains.Partitions;

/// <summary>The sessions of the gateways in this process, one per gateway and partition. Thread-safe.</summary>
public sealed class GatewaySessions
{
    private readonly ConcurrentDictionary<Guid, GatewaySession[]> _gateways = new();

    /// <summary>Makes a gateway known.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="here">The node that it runs at.</param>
    /// <param name="find">Finds a connection by its number; <c>null</c> if it has ended.</param>
    /// <param name="end">Ends the connections of the groups for which the predicate is true: their partition has lost its state.</param>
    /// <returns>Its sessions, by partition.</returns>
    public GatewaySession[] Add(Guid gateway, NodeId here, Func<long, IMemberPort?> find, Action<Func<Identifier, bool>> end) =>
        _gateways[gateway] = [.. Enumerable.Range(0, PartitionMap.Count).Select(partition => new GatewaySession(
            partition, gateway, here, find, lost => end(group => PartitionMap.GetPartition(group) == lost)))];

    /// <summary>Forgets a gateway.</summary>
    public void Remove(Guid gateway) => _gateways.TryRemove(gateway, out _);

    /// <summary>Gives items to connections.</summary>
    /// <returns>Up to which number the gateway has the stream's items; -1 if it refuses the batch, or there is no such gateway here.</returns>
    public long Take(DeliveryBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _gateways.TryGetValue(batch.Gateway, out GatewaySession[]? sessions) ? sessions[batch.Partition].Take(batch) : -1;
    }
}

/// <summary>
/// A partition's items for a gateway.
/// <code>
/// batch | answer: number
/// </code>
/// </summary>
internal sealed class DeliveryCall : AwaitedCall<long>
{
    /// <summary>What the next call brings; set until it is answered.</summary>
    public DeliveryBatch? Batch { get; set; }

    public override LinkMessage Kind => MemberMessages.Deliver;

    public override void Write(BlobWriter writer) => Batch!.Write(writer);

    protected override long Read(ref BlobReader answer) => answer.Signed();
}

/// <summary>Takes what partitions deliver to this process's gateways.</summary>
internal sealed class DeliveryHandler(GatewaySessions sessions) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Deliver;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        long taken = sessions.Take(DeliveryBatch.Read(ref body));
        request.Begin().Signed(taken);
        request.End();
    }
}
