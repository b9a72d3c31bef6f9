using MGen.Membership;
using MGen.Replication;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace MGen.Grains;

/// <summary>
/// Places a group's grain on the silo that should be the primary of the group's partition, where the grain reaches the
/// state without a request.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GroupPlacementAttribute() : PlacementAttribute(new GroupPlacement());

/// <summary>The strategy of <see cref="GroupPlacementAttribute"/>.</summary>
[GenerateSerializer, Immutable, Alias("MGen.GroupPlacement")]
public sealed class GroupPlacement : PlacementStrategy;

/// <summary>
/// Chooses the silo to which the current view of the cluster assigns the group's partition. Without a view (the process
/// is not a member of an MGen cluster), chooses the process itself.
/// </summary>
internal sealed class GroupPlacementDirector(ClusterView cluster) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy,
        PlacementTarget target,
        IPlacementContext context
    )
    {
        SiloAddress[] silos = context.GetCompatibleSilos(target);
        if (cluster.Map is { } map)
        {
            int partition = PartitionMap.GetPartition(
                GroupGrains.GetName(target.GrainIdentity.Key.ToString()!),
                map.Count
            );
            SiloAddress primary = map.GetPrimary(partition).ToSiloAddress();
            // Orleans' membership and the view change at different times, so the primary may not be among the silos.
            // The grain works on any silo, because it has no state of its own.
            if (Array.Exists(silos, silo => silo.Equals(primary)))
                return Task.FromResult(primary);
        }
        return Task.FromResult(
            Array.Exists(silos, silo => silo.Equals(context.LocalSilo)) ? context.LocalSilo : silos[0]
        );
    }
}
