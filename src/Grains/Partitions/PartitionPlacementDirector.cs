using Orleans.Runtime.Placement;

namespace MGen.Grains.Partitions;

/// <summary>Places partitions by the members that this process knows of.</summary>
internal sealed class PartitionPlacementDirector(PartitionView cluster) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        int partition = (int)target.GrainIdentity.GetIntegerKey();
        return cluster.Map is { } map
            ? Task.FromResult(map.PrimaryOf(partition))
            : throw new SiloUnavailableException("no silo hosts groups now");
    }
}
