using MGen.Wire.Blobs;
using MGen.Grains.Blobs;
using MGen.Links;
using MGen.Grains.Partitions;

namespace MGen.Grains.Replicas;

/// <summary>
/// Brings what a primary has applied to its backup. The answer: what became of it.
/// <code>
/// partition, owner, first, count, input* | answer: 1 byte
/// </code>
/// </summary>
internal sealed class AppendCall(int partition, Guid owner) : AwaitedCall<ReplicaAnswer>
{
    private long _first;
    private IReadOnlyList<PartitionInput> _inputs = [];

    public override LinkMessage Kind => MemberMessages.Append;

    public override void Write(BlobWriter writer)
    {
        writer.Number(partition);
        writer.Guid(owner);
        writer.Number(_first);
        writer.Number(_inputs.Count);
        for (int i = 0; i < _inputs.Count; i++)
            InputCodec.Write(writer, _inputs[i]);
    }

    /// <summary>Says what the next call brings; it stays as it is until that is answered.</summary>
    /// <param name="first">How many inputs were applied before these.</param>
    /// <param name="inputs">The inputs, in order.</param>
    public void Bring(long first, IReadOnlyList<PartitionInput> inputs) => (_first, _inputs) = (first, inputs);

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
