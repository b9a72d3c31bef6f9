using System.Collections.Concurrent;
using MGen.Grains.Partitions;
using Orleans.Runtime.Services;

namespace MGen.Grains.Replicas;

/// <summary>Reaches the replica service of other silos; partitions share the calls that come with every turn.</summary>
internal sealed class ReplicaClient(IServiceProvider services, TimeProvider clock) : GrainServiceClient<IReplicaService>(services)
{
    private readonly ConcurrentDictionary<SiloAddress, CallGatherer<ReplicaBatch, ReplicaAnswer>> _appends = new();

    public IReplicaService At(SiloAddress silo) => GetGrainService(silo);

    public Task<ReplicaAnswer> AppendAsync(SiloAddress silo, ReplicaBatch batch) =>
        _appends.GetOrAdd(silo, address => new CallGatherer<ReplicaBatch, ReplicaAnswer>(items => At(address).AppendAsync(items), clock)).SubmitAsync(batch);
}
