namespace MGen.Grains.Partitions;

/// <summary>A partition goes where <see cref="PartitionMap"/> says.</summary>
[Serializable]
internal sealed class PartitionPlacement : PlacementStrategy
{
}
