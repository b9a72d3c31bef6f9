using System.Net;
using System.Net.Sockets;
using MGen.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace MGen.Silo;

/// <summary>Sets a host up as a silo of MGen.</summary>
public static class SiloBuilderExtensions
{
    /// <summary>A silo of one process: it is its own cluster, reachable on loopback only, on a port that nobody else uses.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">How the silo runs.</param>
    public static IHostApplicationBuilder AddLocalSilo(this IHostApplicationBuilder builder, SiloOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
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
            silo.AddGroups(options);
        });
        return builder;
    }

    /// <summary>Adds what the group grains need. The host adds the <see cref="IGroupEvents"/> they report to.</summary>
    public static ISiloBuilder AddGroups(this ISiloBuilder silo, SiloOptions options)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(options);
        silo.Services.AddSingleton(options.Group);
        silo.Services.TryAddSingleton<LocalGateways>();
        silo.Services.TryAddSingleton<LocalGroups>();
        // A group lives as long as its members' places do; nothing may forget it because it was quiet.
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromDays(3650));
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
