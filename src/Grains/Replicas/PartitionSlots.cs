using MGen.Grains.Partitions;

namespace MGen.Grains.Replicas;

/// <summary>A silo's slots, one per partition.</summary>
internal sealed class PartitionSlots
{
    private readonly PartitionSlot[] _slots;

    public PartitionSlots(IGroupEvents events, PartitionMetrics metrics)
    {
        _slots = [.. Enumerable.Range(0, PartitionMap.Count).Select(partition => new PartitionSlot(partition, events))];
        metrics.ObserveBackups(() => _slots.Count(slot => slot.IsBackup));
    }

    public PartitionSlot this[int partition] => _slots[partition];
}
