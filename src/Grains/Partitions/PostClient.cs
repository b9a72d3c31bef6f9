using MGen.Membership;
using MGen.Links;

namespace MGen.Grains.Partitions;

/// <summary>Brings a gateway's posts to the silos that have the partitions.</summary>
public sealed class PostClient
{
    private readonly LinkNetwork _links;
    private readonly PartitionView _cluster;

    internal PostClient(LinkNetwork links, PartitionView cluster) => (_links, _cluster) = (links, cluster);

    /// <summary>The way to a partition for one gateway.</summary>
    public PostWay To(int partition) => new(partition, this);

    internal ValueTask<Guid> PostAsync(int partition, PostCall call)
    {
        SiloAddress silo = _cluster.Map?.PrimaryOf(partition) ?? throw new SiloUnavailableException("no silo hosts groups now");
        return _links.CallAsync(silo.ToNodeId(), call);
    }
}
