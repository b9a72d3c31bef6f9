using Orleans.Placement;

namespace MGen.Grains.Partitions;

/// <summary>Marks the grain that <see cref="PartitionPlacement"/> is for.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PartitionPlacementAttribute() : PlacementAttribute(new PartitionPlacement())
{
}
