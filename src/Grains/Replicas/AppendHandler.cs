using MGen.Wire.Blobs;
using MGen.Grains.Blobs;
using MGen.Links;

namespace MGen.Grains.Replicas;

/// <summary>Applies what primaries elsewhere have applied.</summary>
internal sealed class AppendHandler(PartitionSlots slots) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Append;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        ReplicaBatch batch = AppendCall.ReadBatch(ref body);
        ReplicaAnswer answer = slots[batch.Partition].Append(batch);
        request.Begin().Byte((byte)answer);
        request.End();
    }
}
