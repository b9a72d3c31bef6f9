using MGen.Wire.Blobs;
using MGen.Grains.Blobs;
using MGen.Links;

namespace MGen.Grains.Partitions;

/// <summary>Takes what partitions send to this process's gateways.</summary>
internal sealed class DeliveryHandler(IDeliveryReceiver receiver) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Deliver;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        DeliveryBatch batch = DeliveryCall.ReadBatch(ref body);
        long taken = receiver.Take(batch);
        request.Begin().Signed(taken);
        request.End();
    }
}
