namespace MGen.Grains.Partitions;

/// <summary>A fixed share of all groups, chosen by their names: what a cluster places, replicates and moves as one. The key is its number.</summary>
[Alias("MGen.IPartitionGrain")]
public interface IPartitionGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a gateway's post. When this returns, the partition answers for it: two silos have it, if there are two.</summary>
    [Alias("Post")]
    Task<PostReply> PostAsync(PartitionInput post);

    /// <summary>Does nothing; but when this returns, the partition runs.</summary>
    [Alias("Wake")]
    Task WakeAsync();
}
