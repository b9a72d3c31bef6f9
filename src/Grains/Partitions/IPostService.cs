using Orleans.Services;

namespace MGen.Grains.Partitions;

/// <summary>Runs in each silo and takes what a gateway has for its partitions.</summary>
[Alias("MGen.IPostService")]
internal interface IPostService : IGrainService
{
    /// <summary>Gives each post to its partition and waits until all are answered.</summary>
    [Alias("Post")]
    Task<PostReply[]> PostAsync(AddressedPost[] posts);
}
