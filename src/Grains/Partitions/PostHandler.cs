using MGen.Grains.Blobs;
using MGen.Grains.Links;

namespace MGen.Grains.Partitions;

/// <summary>Gives gateways' posts to the partitions of this silo; one that has not begun here, or has just moved, is called by its grain.</summary>
internal sealed class PostHandler(PartitionTurns turns, IGrainFactory grains) : ILinkHandler
{
    public LinkMessage Kind => LinkMessage.Post;

    public void Handle(LinkRequest request, ref BlobReader body)
    {
        int partition = body.Int();
        PartitionInput post = new(InputKind.Post, body.Guid(), body.Long(), request.Caller, body.Bytes().ToArray());
        if (partition >= PartitionMap.Count)
            throw new InvalidDataException($"partition {partition}");
        if (turns.Find(partition) is { } turn)
            turn.Post(new LinkedPost(post, request));
        else
            _ = CallAsync(partition, post, request); // its errors are answered
    }

    private async Task CallAsync(int partition, PartitionInput post, LinkRequest request)
    {
        try
        {
            PostReply reply = await grains.GetPartition(partition).PostAsync(post);
            request.Begin().Guid(reply.Incarnation);
            request.End();
        }
        catch (Exception failure)
        {
            request.Fail(failure.Message);
        }
    }
}
