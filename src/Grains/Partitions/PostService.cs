using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

/// <summary>Spreads a gateway's posts over the partitions of this silo; one that has just moved is called where it is now.</summary>
internal sealed class PostService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, IGrainFactory grains) : GrainService(id, silo, loggers), IPostService
{
    public Task<PostReply[]> PostAsync(AddressedPost[] posts) => Task.WhenAll(posts.Select(PostAsync));

    private async Task<PostReply> PostAsync(AddressedPost addressed)
    {
        try
        {
            return await grains.GetPartition(addressed.Partition).PostAsync(addressed.Post);
        }
        catch (Exception failure)
        {
            return new PostReply(Guid.Empty, failure.Message); // of this post alone
        }
    }
}
