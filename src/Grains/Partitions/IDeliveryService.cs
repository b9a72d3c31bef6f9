using Orleans.Services;

namespace MGen.Grains.Partitions;

/// <summary>Runs in each process that has gateways, and takes what partitions send to their connections.</summary>
[Alias("MGen.IDeliveryService")]
public interface IDeliveryService : IGrainService
{
    /// <summary>Hands the items of one partition or more to connections. When this returns they are in the gateway's memory, or their connections have ended.</summary>
    /// <returns>For each batch, up to which number the gateway has the stream's items; -1 if there is no such gateway here.</returns>
    [Alias("Deliver")]
    Task<long[]> DeliverAsync(DeliveryBatch[] batches);
}
