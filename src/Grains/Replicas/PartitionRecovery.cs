using MGen.Grains.Partitions;

namespace MGen.Grains.Replicas;

/// <summary>
/// How a new activation gets its partition's state: it claims the partition at every silo, so that nobody else can go on with it, and takes the
/// copy that knows most.
/// </summary>
internal sealed class PartitionRecovery(int partition, Guid owner, SiloAddress here, PartitionView cluster, ReplicaClient replicas, PartitionSlots slots)
{
    /// <summary>Makes this silo's slot hold the newest copy there is.</summary>
    /// <returns>The silos that had a copy.</returns>
    /// <exception cref="Exception">A silo that is a member does not answer: try again; soon it answers or is no member.</exception>
    public async Task<IReadOnlyList<SiloAddress>> RunAsync()
    {
        SiloAddress[] others = [.. cluster.Silos.Where(silo => silo != here)];
        Task<long>[] claims = [.. others.Select(silo => replicas.At(silo).ClaimAsync(partition, owner))];
        long best = slots[partition].Claim(owner);
        SiloAddress? source = null;
        List<SiloAddress> holders = [];
        for (int i = 0; i < others.Length; i++)
        {
            long applied = await claims[i];
            if (applied >= 0)
                holders.Add(others[i]);
            if (applied > best)
                (best, source) = (applied, others[i]);
        }
        if (source is not null)
            await FetchAsync(source);
        return holders;
    }

    private async Task FetchAsync(SiloAddress source)
    {
        for (int offset = 0, total = 1; offset < total;)
        {
            ReplicaChunk chunk = await replicas.At(source).FetchAsync(partition, owner, offset) ?? throw new SupersededException();
            if (slots[partition].Install(chunk) != ReplicaAnswer.Kept)
                throw new SupersededException();
            (offset, total) = (offset + chunk.Bytes.Length, chunk.Total);
        }
    }
}
