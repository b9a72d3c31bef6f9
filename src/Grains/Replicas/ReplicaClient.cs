using Orleans.Runtime.Services;

namespace MGen.Grains.Replicas;

/// <summary>Reaches the replica service of a silo.</summary>
internal sealed class ReplicaClient(IServiceProvider services) : GrainServiceClient<IReplicaService>(services)
{
    public IReplicaService At(SiloAddress silo) => GetGrainService(silo);
}
