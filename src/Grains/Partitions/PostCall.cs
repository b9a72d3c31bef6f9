using MGen.Wire.Blobs;
using MGen.Grains.Blobs;
using MGen.Links;

namespace MGen.Grains.Partitions;

/// <summary>
/// Brings a gateway's post to a partition. The answer: which life of the partition has accepted it.
/// <code>
/// partition, gateway, number, entries | answer: incarnation
/// </code>
/// </summary>
internal sealed class PostCall(int partition) : AwaitedCall<Guid>
{
    /// <summary>What the next call brings; stays until it is answered.</summary>
    public PartitionInput? Post { get; set; }

    public override LinkMessage Kind => MemberMessages.Post;

    public override void Write(BlobWriter writer)
    {
        writer.Number(partition);
        writer.Guid(Post!.Gateway);
        writer.Number(Post.Number);
        writer.Bytes(Post.Entries);
    }

    protected override Guid Read(ref BlobReader answer)
    {
        Post = null; // what was brought takes room no longer
        return answer.Guid();
    }
}
