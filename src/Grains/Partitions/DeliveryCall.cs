using MGen.Grains.Blobs;
using MGen.Grains.Links;

namespace MGen.Grains.Partitions;

/// <summary>
/// Brings a partition's items to a gateway. The answer: up to which number the gateway has them.
/// <code>
/// partition, incarnation, gateway, first, count, items | answer: number
/// </code>
/// </summary>
internal sealed class DeliveryCall(DeliveryBatch batch) : AwaitedCall<long>
{
    public override LinkMessage Kind => LinkMessage.Deliver;

    public override void Write(BlobWriter writer)
    {
        writer.Number(batch.Partition);
        writer.Guid(batch.Incarnation);
        writer.Guid(batch.Gateway);
        writer.Number(batch.First);
        writer.Number(batch.Count);
        writer.Bytes(batch.Items);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DeliveryBatch ReadBatch(ref BlobReader body) => new(PartitionMap.ReadPartition(ref body), body.Guid(), body.Guid(), body.Long(), body.Int(), body.Bytes().ToArray());

    protected override long Read(ref BlobReader answer) => answer.Signed();
}
