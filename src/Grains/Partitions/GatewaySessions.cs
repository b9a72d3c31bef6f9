using System.Collections.Concurrent;
using MGen.Links;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Grains.Partitions;

/// <summary>The sessions of the gateways in this process, one per gateway and partition. Thread-safe.</summary>
/// <param name="partitions">The cluster's number of partitions.</param>
public sealed class GatewaySessions(PartitionCount partitions)
{
    private readonly ConcurrentDictionary<Guid, GatewaySession[]> _gateways = new();

    /// <summary>Adds a gateway.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="here">The member that it runs in.</param>
    /// <param name="find">Finds a connection by its number; <c>null</c> if it has ended.</param>
    /// <param name="end">
    /// Ends the connections of the groups for which the predicate is true, because their partition has lost its state.
    /// </param>
    /// <returns>Its sessions, by partition.</returns>
    public GatewaySession[] Add(
        Guid gateway,
        NodeId here,
        Func<long, IMemberPort?> find,
        Action<Func<Identifier, bool>> end
    ) =>
        _gateways[gateway] = [
            .. Enumerable
                .Range(0, partitions.Value)
                .Select(partition => new GatewaySession(
                    partition,
                    gateway,
                    here,
                    find,
                    lost => end(group => PartitionMap.GetPartition(group, partitions.Value) == lost)
                )),
        ];

    /// <summary>Removes a gateway.</summary>
    public void Remove(Guid gateway) => _gateways.TryRemove(gateway, out _);

    /// <summary>Passes the items of a batch to their connections.</summary>
    /// <returns>
    /// How many items of the stream the gateway has; -1 if it refuses the batch, or this process has no such gateway.
    /// </returns>
    /// <exception cref="InvalidDataException">There is no such partition, or the batch cannot be decoded.</exception>
    public long Receive(DeliveryBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _gateways.TryGetValue(batch.Gateway, out GatewaySession[]? sessions)
            ? sessions[PartitionMap.Require(batch.Partition, sessions.Length)].Receive(batch)
            : -1;
    }
}

/// <summary>
/// The request with a partition's items for a gateway.
/// <code>
/// batch | response: how many items of the stream the gateway has, or -1
/// </code>
/// </summary>
internal sealed class DeliveryCall : AwaitedCall<long>
{
    /// <summary>The batch; set while the request is outstanding.</summary>
    public DeliveryBatch? Batch { get; set; }

    public override LinkMessage Kind => MemberMessages.Deliver;

    public override void Write(BlobWriter writer) => Batch!.Write(writer);

    protected override long Read(ref BlobReader response) => response.Signed();
}

/// <summary>Takes the deliveries of partitions to this process's gateways.</summary>
internal sealed class DeliveryHandler(GatewaySessions sessions) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Deliver;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        long acknowledged = sessions.Receive(DeliveryBatch.Read(ref body));
        request.Begin().Signed(acknowledged);
        request.End();
    }
}
