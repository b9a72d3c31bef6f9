namespace MGen.Grains.Partitions;

/// <summary>How a partition's number is the key of its grain.</summary>
public static class PartitionKey
{
    internal const string GrainType = "mgen-partition";

    /// <summary>The grain of a partition. Named by its type, so that a gateway that is faster than the first silo has it, too.</summary>
    public static IPartitionGrain GetPartition(this IGrainFactory grains, int partition)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IPartitionGrain>(GrainId.Create(Orleans.Runtime.GrainType.Create(GrainType), GrainIdKeyExtensions.CreateIntegerKey(partition)));
    }
}
