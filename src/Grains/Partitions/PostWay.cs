namespace MGen.Grains.Partitions;

/// <summary>The way of one gateway's posts to one partition: one post at a time.</summary>
public sealed class PostWay
{
    private readonly int _partition;
    private readonly PostClient _client;
    private readonly PostCall _call;

    internal PostWay(int partition, PostClient client) => (_partition, _client, _call) = (partition, client, new PostCall(partition));

    /// <summary>Brings a post to its partition. Any thread, when the one before is done; who waits goes on at once where the answer arrives.</summary>
    /// <returns>The life of the partition that has accepted it.</returns>
    /// <exception cref="SiloUnavailableException">It was not accepted: try again.</exception>
    public ValueTask<Guid> PostAsync(PartitionInput post)
    {
        _call.Post = post;
        return _client.PostAsync(_partition, _call);
    }
}
