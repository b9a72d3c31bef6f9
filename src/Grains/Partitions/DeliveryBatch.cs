namespace MGen.Grains.Partitions;

/// <summary>What a partition has for one gateway, in one call.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Incarnation">Which life of the partition it is, see <see cref="PostReply.Incarnation"/>.</param>
/// <param name="Gateway">For which gateway.</param>
/// <param name="First">The number of the first item in the partition's stream to this gateway, from 0.</param>
/// <param name="Count">How many items.</param>
/// <param name="Items">The items, by <see cref="Blobs.DeliveryCodec"/>.</param>
[GenerateSerializer, Immutable, Alias("MGen.DeliveryBatch")]
public sealed record DeliveryBatch(
    [property: Id(0)] int Partition,
    [property: Id(1)] Guid Incarnation,
    [property: Id(2)] Guid Gateway,
    [property: Id(3)] long First,
    [property: Id(4)] int Count,
    [property: Id(5)] byte[] Items);
