using System.Collections.Concurrent;
using Orleans.Runtime.Services;

namespace MGen.Grains.Partitions;

/// <summary>Brings a gateway's posts to the silos that have the partitions; partitions share the calls.</summary>
public sealed class PostClient
{
    private readonly ConcurrentDictionary<SiloAddress, CallGatherer<AddressedPost, PostReply>> _calls = new();
    private readonly Services _services;
    private readonly ClusterView _cluster;
    private readonly TimeProvider _clock;

    /// <summary>Made by the host.</summary>
    public PostClient(IServiceProvider services, ClusterView cluster, TimeProvider clock) => (_services, _cluster, _clock) = (new Services(services), cluster, clock);

    /// <summary>Brings a post to its partition.</summary>
    /// <returns>The life of the partition that has accepted it.</returns>
    /// <exception cref="SiloUnavailableException">It was not accepted: try again.</exception>
    public async Task<Guid> PostAsync(int partition, PartitionInput post)
    {
        SiloAddress silo = _cluster.Map?.PrimaryOf(partition) ?? throw new SiloUnavailableException("no silo hosts groups now");
        PostReply reply = await _calls.GetOrAdd(silo, Create).SubmitAsync(new AddressedPost(partition, post));
        return reply.Failure is null ? reply.Incarnation : throw new SiloUnavailableException(reply.Failure);
    }

    private CallGatherer<AddressedPost, PostReply> Create(SiloAddress silo) => new(items => _services.At(silo).PostAsync(items), _clock);

    private sealed class Services(IServiceProvider services) : GrainServiceClient<IPostService>(services)
    {
        public IPostService At(SiloAddress silo) => GetGrainService(silo);
    }
}
