using MGen.Wire.Blobs;
using MGen.Grains.Blobs;
using MGen.Links;

namespace MGen.Grains.Partitions;

/// <summary>
/// Brings a partition's items to a gateway. The answer: up to which number the gateway has them.
/// <code>
/// partition, incarnation, gateway, first, count, items | answer: number
/// </code>
/// </summary>
internal sealed class DeliveryCall : AwaitedCall<long>
{
    /// <summary>What the next call brings; stays until it is answered.</summary>
    public DeliveryBatch? Batch { get; set; }

    public override LinkMessage Kind => MemberMessages.Deliver;

    public override void Write(BlobWriter writer)
    {
        writer.Number(Batch!.Partition);
        writer.Guid(Batch.Incarnation);
        writer.Guid(Batch.Gateway);
        writer.Number(Batch.First);
        writer.Number(Batch.Count);
        writer.Bytes(Batch.Items);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DeliveryBatch ReadBatch(ref BlobReader body) => new(PartitionMap.ReadPartition(ref body), body.Guid(), body.Guid(), body.Long(), body.Int(), body.Bytes().ToArray());

    protected override long Read(ref BlobReader answer) => answer.Signed();
}
