using MGen.Links;
using MGen.Membership;
using MGen.Replication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace MGen.Grains.Partitions;

/// <summary>Registers what members of a cluster need: silos to host partitions, gateways to reach them.</summary>
public static class PartitionHosting
{
    /// <summary>
    /// Makes a member host partitions. The caller also registers the <see cref="IPartitionEvents"/> that the partitions
    /// report to, the <see cref="IPartitionTable"/> and the clock.
    /// </summary>
    public static ISiloBuilder HostPartitions(this ISiloBuilder silo, GroupLimits limits)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.ReceiveDeliveries();
        silo.PlaceGroups();
        silo.Services.AddSingleton<GroupConnections, ClusterGroupConnections>();
        silo.Services.AddSingleton(limits);
        silo.Services.AddSingleton<PartitionMetrics>();
        silo.Services.AddSingleton<PartitionHost>();
        // Lazy, because the host needs the links, and the links need their handlers.
        silo.Services.AddSingleton<LinkHandler>(services => new PostHandler(
            new Lazy<PartitionHost>(services.GetRequiredService<PartitionHost>)
        ));
        silo.Services.AddSingleton<LinkHandler>(services => new ReplicaHandler(
            new Lazy<PartitionHost>(services.GetRequiredService<PartitionHost>)
        ));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PartitionStart>();
        return silo;
    }

    /// <summary>Makes a member receive deliveries for the gateways in it; see <see cref="GatewaySessions"/>.</summary>
    public static ISiloBuilder ReceiveDeliveries(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton<GatewaySessions>();
        silo.Services.AddSingleton<LinkHandler, DeliveryHandler>();
        return silo.ReachPartitions();
    }

    /// <summary>Makes Orleans place the grains of groups where their state is.</summary>
    public static ISiloBuilder PlaceGroups(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddPlacementDirector<GroupPlacement, GroupPlacementDirector>();
        return silo;
    }

    /// <summary>
    /// Enables a member to call partitions on other members. The caller also registers <see cref="LinkOptions"/>, the
    /// clock, and the <see cref="ILinkThread"/> if the links share a thread.
    /// </summary>
    public static ISiloBuilder ReachPartitions(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        // GetService, not GetRequiredService: a gateway hosts no partitions.
        silo.Services.TryAddSingleton(services => new PartitionClients(
            services.GetRequiredService<LinkNetwork>(),
            services.GetRequiredService<ClusterView>(),
            services.GetService<PartitionHost>
        ));
        silo.AddLinks();
        // Nothing here reads the load statistics that Orleans' silos would send to each other.
        silo.Configure<DeploymentLoadPublisherOptions>(load => load.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);
        return silo;
    }
}

/// <summary>Starts the replicas when the silo has joined.</summary>
internal sealed class PartitionStart(PartitionHost host) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) =>
        // Not at an earlier stage, because a row must name members only. Nothing needs to be stopped, because a silo
        // leaves the cluster before Orleans stops this service.
        observer.Subscribe(nameof(PartitionStart), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    private Task StartAsync(CancellationToken cancellationToken)
    {
        host.Start();
        return Task.CompletedTask;
    }

    private static Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
