using Orleans.Services;

namespace MGen.Grains.Replicas;

/// <summary>Runs in each silo and keeps second copies of partitions whose primaries run elsewhere.</summary>
[Alias("MGen.IReplicaService")]
internal interface IReplicaService : IGrainService
{
    /// <summary>
    /// A new activation takes the partition over. From now on nobody else's changes to the copy here are accepted: what it reads afterwards is the
    /// last word.
    /// </summary>
    /// <returns>How many inputs the copy here has applied; -1 if there is none.</returns>
    [Alias("Claim")]
    Task<long> ClaimAsync(int partition, Guid owner);

    /// <summary>Reads a part of the copy's snapshot.</summary>
    /// <returns><c>null</c> if there is no copy, or the owner is another one now.</returns>
    [Alias("Fetch")]
    Task<ReplicaChunk?> FetchAsync(int partition, Guid owner, int offset);

    /// <summary>Takes a part of a snapshot; with the last one the copy is there.</summary>
    [Alias("Install")]
    Task<ReplicaAnswer> InstallAsync(ReplicaChunk chunk);

    /// <summary>The copy here is no longer needed.</summary>
    [Alias("Drop")]
    Task DropAsync(int partition, Guid owner);
}
