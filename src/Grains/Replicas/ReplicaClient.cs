using MGen.Membership;
using MGen.Links;
using Orleans.Runtime.Services;

namespace MGen.Grains.Replicas;

/// <summary>Reaches the slots of other silos: what comes with every turn by links, the rest by calls.</summary>
internal sealed class ReplicaClient(IServiceProvider services, LinkNetwork links) : GrainServiceClient<IReplicaService>(services)
{
    public IReplicaService At(SiloAddress silo) => GetGrainService(silo);

    public ValueTask<ReplicaAnswer> AppendAsync(SiloAddress silo, AppendCall call) => links.CallAsync(silo.ToNodeId(), call);
}
