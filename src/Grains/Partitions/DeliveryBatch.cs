namespace MGen.Grains.Partitions;

/// <summary>What a partition has for one gateway, in one call.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Incarnation">Which life of the partition it is, see <see cref="PostReply.Incarnation"/>.</param>
/// <param name="Gateway">For which gateway.</param>
/// <param name="First">The number of the first item in the partition's stream to this gateway, from 0.</param>
/// <param name="Count">How many items.</param>
/// <param name="Items">The items, by <see cref="Blobs.DeliveryCodec"/>.</param>
public sealed record DeliveryBatch(int Partition, Guid Incarnation, Guid Gateway, long First, int Count, byte[] Items);
