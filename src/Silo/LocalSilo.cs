using System.Net;
using System.Net.Sockets;
using MGen.Grains;
using MGen.Grains.Partitions;
using MGen.Membership;
using MGen.Replication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace MGen.Silo;

/// <summary>Sets a host up as a silo that is alone.</summary>
public static class LocalSilo
{
    /// <summary>A silo of one process: it is its own cluster, reachable on loopback only, on a port that nobody else uses.</summary>
    /// <param name="builder">The host. It adds the <see cref="IPartitionEvents"/> that groups report to, and the clock.</param>
    /// <param name="limits">How much groups keep.</param>
    public static IHostApplicationBuilder AddLocalSilo(this IHostApplicationBuilder builder, GroupLimits limits)
    {
        ArgumentNullException.ThrowIfNull(builder);
        int port = FreePort();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0, serviceId: "mgen", clusterId: $"mgen-{port}");
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = IPAddress.Loopback;
                endpoint.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, port);
            });
            silo.SlowDownMaintenance();
            silo.AddLocalGroups(limits);
        });
        return builder;
    }

    /// <summary>Adds the groups of a silo that is alone.</summary>
    public static ISiloBuilder AddLocalGroups(this ISiloBuilder silo, GroupLimits limits)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton(limits);
        silo.Services.AddSingleton<LocalPartitions>();
        silo.Services.AddSingleton<GroupConnections, LocalGroupConnections>();
        silo.Services.TryAddSingleton<ClusterView>();
        silo.PlaceGroups();
        // Nobody reads Orleans' own load figures here; less of its timers also means less wall time per simulated second.
        silo.Configure<DeploymentLoadPublisherOptions>(load => load.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);
        return silo;
    }

    /// <summary>A port that is free now. Another process could take it first; then start-up fails and says so.</summary>
    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
