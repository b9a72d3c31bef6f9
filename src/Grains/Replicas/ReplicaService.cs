using Microsoft.Extensions.Logging;

namespace MGen.Grains.Replicas;

/// <summary>Lets other silos reach this silo's slots.</summary>
internal sealed class ReplicaService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, PartitionSlots slots) : GrainService(id, silo, loggers), IReplicaService
{
    public Task<long> ClaimAsync(int partition, Guid owner) => Task.FromResult(slots[partition].Claim(owner));

    public Task<ReplicaChunk?> FetchAsync(int partition, Guid owner, int offset) => Task.FromResult(slots[partition].Fetch(owner, offset));

    public Task<ReplicaAnswer> InstallAsync(ReplicaChunk chunk) => Task.FromResult(slots[chunk.Partition].Install(chunk));

    public Task DropAsync(int partition, Guid owner)
    {
        slots[partition].Drop(owner);
        return Task.CompletedTask;
    }
}
