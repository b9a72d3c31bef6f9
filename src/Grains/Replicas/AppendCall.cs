using MGen.Grains.Blobs;
using MGen.Grains.Links;
using MGen.Grains.Partitions;

namespace MGen.Grains.Replicas;

/// <summary>
/// Brings what a primary has applied to its backup. The answer: what became of it.
/// <code>
/// partition, owner, first, count, input* | answer: 1 byte
/// </code>
/// </summary>
internal sealed class AppendCall(ReplicaBatch batch) : AwaitedCall<ReplicaAnswer>
{
    public override LinkMessage Kind => LinkMessage.Append;

    public override void Write(BlobWriter writer)
    {
        writer.Number(batch.Partition);
        writer.Guid(batch.Owner);
        writer.Number(batch.First);
        writer.Number(batch.Inputs.Count);
        foreach (PartitionInput input in batch.Inputs)
            InputCodec.Write(writer, input);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ReplicaBatch ReadBatch(ref BlobReader body)
    {
        (int partition, Guid owner, long first) = (PartitionMap.ReadPartition(ref body), body.Guid(), body.Long());
        PartitionInput[] inputs = new PartitionInput[body.Count()];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = InputCodec.Read(ref body);
        return new ReplicaBatch(partition, owner, first, inputs);
    }

    protected override ReplicaAnswer Read(ref BlobReader answer) => (ReplicaAnswer)answer.Byte();
}
