using MGen.Links;
using MGen.Membership;
using MGen.Replication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace MGen.Grains.Partitions;

/// <summary>What the members of a cluster need: silos to host partitions, gateways to reach them.</summary>
public static class PartitionHosting
{
    /// <summary>Makes a member host partitions. The host adds the <see cref="IPartitionEvents"/> they report to, the <see cref="IPartitionTable"/>, and the clock.</summary>
    public static ISiloBuilder HostPartitions(this ISiloBuilder silo, GroupLimits limits)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.ReceiveDeliveries();
        silo.PlaceGroups();
        silo.Services.AddSingleton<GroupConnections, ClusterGroupConnections>();
        silo.Services.AddSingleton(limits);
        silo.Services.AddSingleton<PartitionMetrics>();
        silo.Services.AddSingleton<PartitionHost>();
        silo.Services.AddSingleton<LinkHandler>(services => new PostHandler(new Lazy<PartitionHost>(services.GetRequiredService<PartitionHost>)));
        silo.Services.AddSingleton<LinkHandler>(services => new ReplicaHandler(new Lazy<PartitionHost>(services.GetRequiredService<PartitionHost>)));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, PartitionStart>();
        return silo;
    }

    /// <summary>Lets a member receive what partitions have for the gateways in it, see <see cref="GatewaySessions"/>.</summary>
    public static ISiloBuilder ReceiveDeliveries(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton<GatewaySessions>();
        silo.Services.AddSingleton<LinkHandler, DeliveryHandler>();
        return silo.ReachPartitions();
    }

    /// <summary>Lets groups' grains be placed where their state is.</summary>
    public static ISiloBuilder PlaceGroups(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddPlacementDirector<GroupPlacement, GroupPlacementDirector>();
        return silo;
    }

    /// <summary>Lets a member call partitions that run elsewhere. The host adds the <see cref="LinkOptions"/>, and the clock; the <see cref="ILinkThread"/> where it shares one.</summary>
    public static ISiloBuilder ReachPartitions(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.TryAddSingleton(services => new PartitionClients(services.GetRequiredService<LinkNetwork>(), services.GetRequiredService<ClusterView>(), services.GetService<PartitionHost>));
        silo.AddLinks();
        // Nobody reads Orleans' own load figures here.
        silo.Configure<DeploymentLoadPublisherOptions>(load => load.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);
        return silo;
    }
}

/// <summary>Starts the replicas when the silo has joined.</summary>
internal sealed class PartitionStart(PartitionHost host) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(PartitionStart), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    private Task StartAsync(CancellationToken cancellationToken)
    {
        host.Start();
        return Task.CompletedTask;
    }

    private static Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Makes ways to partitions.</summary>
public sealed class PartitionClients
{
    private readonly LinkNetwork _links;
    private readonly Lazy<PartitionHost?> _here;

    internal PartitionClients(LinkNetwork links, ClusterView cluster, Func<PartitionHost?> here)
    {
        _links = links;
        _here = new Lazy<PartitionHost?>(here);
        Cluster = cluster;
    }

    /// <summary>The members.</summary>
    public ClusterView Cluster { get; }

    /// <summary>A way to a partition, for one gateway.</summary>
    public PartitionClient Create(int partition) => new(partition, _links, Cluster, _here);
}
