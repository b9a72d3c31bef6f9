using MGen.Membership;
using MGen.Wire.Blobs;
using MGen.Grains.Blobs;
using MGen.Links;

namespace MGen.Grains.Partitions;

/// <summary>Gives gateways' posts to the partitions of this silo; one that has not begun here, or has just moved, is called by its grain.</summary>
internal sealed class PostHandler(PartitionTurns turns, IGrainFactory grains) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Post;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        int partition = PartitionMap.ReadPartition(ref body);
        LinkedPost post = new(new PartitionInput(InputKind.Post, body.Guid(), body.Long(), request.Caller.ToSiloAddress(), body.Bytes().ToArray()), request);
        if (turns.Find(partition) is { } turn)
            turn.Post(post);
        else
            _ = CallAsync(partition, post); // its errors are answered
    }

    private async Task CallAsync(int partition, LinkedPost post)
    {
        try
        {
            PostReply reply = await grains.GetPartition(partition).PostAsync(post.Post);
            post.Accept(reply.Incarnation);
        }
        catch (Exception failure)
        {
            post.Fail(failure);
        }
    }
}
