using MGen.Grains.Links;

namespace MGen.Grains.Partitions;

/// <summary>Brings a gateway's posts to the silos that have the partitions.</summary>
public sealed class PostClient
{
    private readonly LinkNetwork _links;
    private readonly ClusterView _cluster;

    internal PostClient(LinkNetwork links, ClusterView cluster) => (_links, _cluster) = (links, cluster);

    /// <summary>Brings a post to its partition. Any thread.</summary>
    /// <returns>The life of the partition that has accepted it.</returns>
    /// <exception cref="SiloUnavailableException">It was not accepted: try again.</exception>
    public Task<Guid> PostAsync(int partition, PartitionInput post)
    {
        SiloAddress silo = _cluster.Map?.PrimaryOf(partition) ?? throw new SiloUnavailableException("no silo hosts groups now");
        return _links.CallAsync(silo, new PostCall(partition, post));
    }
}
