using System.Net;
using MGen.Grains;
using MGen.Grains.Partitions;
using MGen.Membership;
using MGen.Replication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace MGen.Silo;

/// <summary>Configures a host as a silo that is a cluster of its own.</summary>
public static class LocalSilo
{
    /// <summary>
    /// Capacity of the cache of grain addresses. Orleans' default is a million, which takes 16 MB from the start. A
    /// large cache pays off where a look-up asks another silo; here a look-up reads a table of the same process.
    /// </summary>
    private const int CachedAddresses = 4096;

    /// <summary>
    /// Adds a silo that is the only one of its cluster, reachable on loopback only, at a free port.
    /// </summary>
    /// <param name="builder">
    /// The host. The caller also registers the <see cref="IPartitionEvents"/> that groups report to, and the clock.
    /// </param>
    /// <param name="limits">The limits of groups.</param>
    public static IHostApplicationBuilder AddLocalSilo(this IHostApplicationBuilder builder, GroupLimits limits)
    {
        ArgumentNullException.ThrowIfNull(builder);
        int port = MemberPorts.Find(IPAddress.Loopback);
        builder.UseOrleans(silo =>
        {
            // The port is part of the cluster's name: two servers on one machine must not find each other.
            silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0, serviceId: "mgen", clusterId: $"mgen-{port}");
            silo.Configure<EndpointOptions>(endpoint =>
            {
                endpoint.AdvertisedIPAddress = IPAddress.Loopback;
                endpoint.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, port);
            });
            silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = CachedAddresses);
            silo.SlowDownMaintenance();
            silo.AddLocalGroups(limits);
        });
        return builder;
    }

    /// <summary>Adds groups without replication.</summary>
    public static ISiloBuilder AddLocalGroups(this ISiloBuilder silo, GroupLimits limits)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.AddSingleton(limits);
        silo.Services.AddSingleton<LocalPartitions>();
        silo.Services.AddSingleton<GroupConnections, LocalGroupConnections>();
        silo.AddClusterView();
        silo.PlaceGroups();
        // Nothing here reads the load statistics of Orleans, and each of its timers costs wall time in a simulation.
        silo.Configure<DeploymentLoadPublisherOptions>(load => load.DeploymentLoadPublisherRefreshTime = TimeSpan.Zero);
        return silo;
    }
}
