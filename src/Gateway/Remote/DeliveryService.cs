using MGen.Grains.Partitions;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway.Remote;

/// <summary>Receives what partitions send to this process's gateways.</summary>
internal sealed class DeliveryService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, Mailboxes mailboxes) : GrainService(id, silo, loggers), IDeliveryService
{
    public Task<long[]> DeliverAsync(DeliveryBatch[] batches) => Task.FromResult(Array.ConvertAll(batches, batch => mailboxes.Find(batch.Gateway)?.Take(batch) ?? -1));
}
