using MGen.Membership;
using MGen.Links;
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
        silo.Services.AddSingleton<PartitionTurns>();
        silo.Services.AddSingleton<PartitionTools>();
        silo.Services.AddSingleton<LinkHandler, PostHandler>();
        silo.Services.AddSingleton<LinkHandler, AppendHandler>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PartitionKeeper>();
        silo.AddGrainService<ReplicaService>();
        return silo;
    }

    /// <summary>Lets a member receive what partitions have for gateways. The host adds the <see cref="IDeliveryReceiver"/>.</summary>
    public static ISiloBuilder ReceiveDeliveries(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton<LinkHandler, DeliveryHandler>();
        return silo.ReachPartitions();
    }

    /// <summary>Lets a member call partitions that run elsewhere. The host adds the <see cref="LinkOptions"/>, and the clock; the <see cref="ILinkThread"/> where it shares one.</summary>
    public static ISiloBuilder ReachPartitions(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.TryAddSingleton<PartitionView>();
        silo.Services.TryAddSingleton(services => new PostClient(services.GetRequiredService<LinkNetwork>(), services.GetRequiredService<PartitionView>()));
        silo.AddLinks();
        silo.AddPlacementDirector<PartitionPlacement, PartitionPlacementDirector>();
        // A group lives as long as its members' places do; nothing may forget it because it was quiet.
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromDays(3650));
        // Nobody reads Orleans' own load figures here.
        silo.Configure<DeploymentLoadPublisherOptions>(load => load.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);
        return silo;
    }
}
