using MGen.Grains.Replicas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace MGen.Grains.Partitions;

/// <summary>What the members of a cluster need: silos to host partitions, gateways to reach them.</summary>
public static class PartitionHosting
{
    /// <summary>Makes a member host partitions. The host adds the <see cref="IGroupEvents"/> they report to, and the clock.</summary>
    public static ISiloBuilder HostPartitions(this ISiloBuilder silo, GroupLimits limits)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.ReachPartitions();
        silo.Services.AddSingleton(limits);
        silo.Services.AddSingleton<PartitionMetrics>();
        silo.Services.AddSingleton<PartitionSlots>();
        silo.Services.AddSingleton<ReplicaClient>();
        silo.Services.AddSingleton<DeliveryClient>();
        silo.Services.AddSingleton<PartitionTools>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PartitionKeeper>();
        silo.AddGrainService<ReplicaService>();
        silo.AddGrainService<PostService>();
        return silo;
    }

    /// <summary>Lets a member call partitions that run elsewhere.</summary>
    public static ISiloBuilder ReachPartitions(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.TryAddSingleton<ClusterView>();
        silo.Services.TryAddSingleton<PostClient>();
        silo.AddPlacementDirector<PartitionPlacement, PartitionPlacementDirector>();
        // A group lives as long as its members' places do; nothing may forget it because it was quiet.
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromDays(3650));
        // Nobody reads Orleans' own load figures here.
        silo.Configure<DeploymentLoadPublisherOptions>(load => load.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);
        return silo;
    }
}
