using MGen.Grains.Blobs;
using MGen.Grains.Links;

namespace MGen.Grains.Partitions;

/// <summary>
/// Brings a gateway's post to a partition. The answer: which life of the partition has accepted it.
/// <code>
/// partition, gateway, number, entries | answer: incarnation
/// </code>
/// </summary>
internal sealed class PostCall(int partition, PartitionInput post) : AwaitedCall<Guid>
{
    public override LinkMessage Kind => LinkMessage.Post;

    public override void Write(BlobWriter writer)
    {
        writer.Number(partition);
        writer.Guid(post.Gateway);
        writer.Number(post.Number);
        writer.Bytes(post.Entries);
    }

    /// <summary>Who waits for it comes from any thread, and goes on here at once: the next batch leaves with this round.</summary>
    public override void Complete(ref BlobReader answer)
    {
        SynchronizationContext? loop = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        base.Complete(ref answer);
        SynchronizationContext.SetSynchronizationContext(loop);
    }

    protected override Guid Read(ref BlobReader answer) => answer.Guid();
}
