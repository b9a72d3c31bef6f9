using MGen.Links;
using MGen.Replication;
using MGen.Wire.Blobs;

namespace MGen.Grains.Partitions;

/// <summary>The gateways of a process, as partitions reach them.</summary>
public interface IDeliveryReceiver
{
    /// <summary>Gives items to connections.</summary>
    /// <returns>Up to which number the gateway has the stream's items; -1 if it refuses the batch, or there is no such gateway here.</returns>
    long Take(DeliveryBatch batch);
}

/// <summary>
/// A partition's items for a gateway.
/// <code>
/// batch | answer: number
/// </code>
/// </summary>
internal sealed class DeliveryCall : AwaitedCall<long>
{
    /// <summary>What the next call brings; set until it is answered.</summary>
    public DeliveryBatch? Batch { get; set; }

    public override LinkMessage Kind => MemberMessages.Deliver;

    public override void Write(BlobWriter writer) => Batch!.Write(writer);

    protected override long Read(ref BlobReader answer) => answer.Signed();
}

/// <summary>Takes what partitions deliver to this process's gateways.</summary>
internal sealed class DeliveryHandler(IDeliveryReceiver receiver) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Deliver;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        long taken = receiver.Take(DeliveryBatch.Read(ref body));
        request.Begin().Signed(taken);
        request.End();
    }
}
