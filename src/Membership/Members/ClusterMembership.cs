using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using MGen.Links;
using MGen.Membership.Tables;
using MGen.Replication;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;
using Orleans.Statistics;

namespace MGen.Membership;

/// <summary>
/// Makes a process a member of a cluster: how it finds the others, how they reach it, and when one counts as dead.
/// </summary>
internal static class ClusterMembership
{
    public static ISiloBuilder JoinCluster(
        this ISiloBuilder silo,
        MemberOptions options,
        string name,
        TimeProvider clock
    )
    {
        IPEndPoint address = Resolve(options);
        silo.Configure<ClusterOptions>(cluster =>
            (cluster.ServiceId, cluster.ClusterId) = (options.ServiceId, options.ClusterId)
        );
        silo.Configure<SiloOptions>(node => node.SiloName = NodeName.Complete(name, options.Partitions));
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = address.Address;
            endpoint.SiloPort = address.Port;
            endpoint.GatewayPort = 0; // for clients of Orleans; there are none
            endpoint.SiloListeningEndpoint = address;
        });
        MemberCertificates? certificates = options.Tls is { } tls ? MemberCertificates.Load(tls, clock) : null;
        certificates?.Secure(silo);
        silo.Services.AddSingleton(
            new LinkOptions(options.ClusterId, new IPEndPoint(address.Address, options.LinkPort))
            {
                Tls = certificates?.CreateLinkTls(),
            }
        );
        silo.Configure<ClusterMembershipOptions>(membership => Configure(membership, options));
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
        if (options.PostgreSql is { } connection)
            UsePostgreSql(silo, connection, options);
        else if (options.Redis is { } redis)
            UseRedis(silo, redis, options);
        else
            UseFiles(silo, options, clock);
        silo.AgreeOnPartitions(options);
        SteadyClock.Register(silo.Services);
        if (!options.Dashboard)
            silo.Services.AddSingleton<IEnvironmentStatisticsProvider, NoStatistics>();
        silo.Services.AddSingleton<MembershipGuard>();
        silo.Services.AddHostedService(services => services.GetRequiredService<MembershipGuard>());
        return silo;
    }

    private static void Configure(ClusterMembershipOptions membership, MemberOptions options)
    {
        // All three are equal: Orleans would otherwise adapt the time, and a failure would be detected later than
        // stated.
        membership.ProbeTimeout = options.ProbeTimeout;
        membership.MinProbeTimeout = options.ProbeTimeout;
        membership.MaxProbeTimeout = options.ProbeTimeout;
        membership.NumMissedProbesLimit = options.MissedProbes;
        // Each member probes three others, and two votes declare a member dead. With ten, which is the default, eight
        // members would send 56 probes a second instead of 24.
        membership.NumProbedSilos = 3;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        // After three of these intervals without an update, Orleans does not ask the member whether another one may
        // join.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        // An open connection does not show that a process runs: the kernel keeps the connections of a paused one.
        membership.EnableConnectionLivenessCheck = false;
        // A day, because a member counts as gone only while the table contains its entry, marked as dead.
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        // Other members measure this time by their own clocks, which differ. With a shorter time they could declare
        // joining members dead.
        membership.MaxJoinAttemptTime = TimeSpan.FromHours(1);
    }

    private static void UseFiles(ISiloBuilder silo, MemberOptions options, TimeProvider clock)
    {
        LocalTableFile members = new(options.LocalFolder, options.ClusterId, clock);
        LockedFile partitions = new(options.LocalFolder, $"{options.ClusterId}.partitions.json", clock);
        TextMembershipTable table = new(members, isOneMachine: true);
        silo.Services.AddSingleton<IMembershipTable>(table).AddSingleton<IRestorableMembershipTable>(table);
        silo.Services.AddSingleton<IPartitionTable>(services => new LocalPartitionTable(
            members,
            partitions,
            GetSelf(services),
            options.Partitions
        ));
    }

    private static void UsePostgreSql(ISiloBuilder silo, string connection, MemberOptions options)
    {
        silo.Services.AddSingleton<IPartitionTable>(services => new PostgreSqlPartitionTable(
            connection,
            options.ClusterId,
            GetSelf(services),
            options.Partitions
        ));
        silo.Services.AddSingleton<IRestorableMembershipTable>(_ => new PostgreSqlMembershipRestorer(
            connection,
            options.ClusterId
        ));
        // Orleans looks the driver up by this name.
        DbProviderFactories.RegisterFactory("Npgsql", NpgsqlFactory.Instance);
        silo.UseAdoNetClustering(clustering =>
            (clustering.Invariant, clustering.ConnectionString) = ("Npgsql", connection)
        );
    }

    private static void UseRedis(ISiloBuilder silo, string connection, MemberOptions options)
    {
        // Created by the container, which also disposes it.
        silo.Services.AddSingleton(_ => new RedisStore(connection));
        silo.Services.AddSingleton(services => new TextMembershipTable(
            new RedisTableText(services.GetRequiredService<RedisStore>(), options.ClusterId),
            isOneMachine: false
        ));
        silo.Services.AddSingleton<IMembershipTable>(services => services.GetRequiredService<TextMembershipTable>());
        silo.Services.AddSingleton<IRestorableMembershipTable>(services =>
            services.GetRequiredService<TextMembershipTable>()
        );
        silo.Services.AddSingleton<IPartitionTable>(services => new RedisPartitionTable(
            services.GetRequiredService<RedisStore>(),
            options.ClusterId,
            GetSelf(services),
            options.Partitions
        ));
    }

    private static SiloAddress GetSelf(IServiceProvider services) =>
        services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>The address of this member, at a free port if none is given.</summary>
    private static IPEndPoint Resolve(MemberOptions options)
    {
        IPAddress ip = IPAddress.TryParse(options.Address.Host, out IPAddress? literal)
            ? literal
            : Dns.GetHostAddresses(options.Address.Host)[0];
        return options.Address.Port == 0
            ? new IPEndPoint(ip, MemberPorts.Find(ip))
            : RequireFree(new IPEndPoint(ip, options.Address.Port));
    }

    /// <summary>
    /// Refuses a port at which another process listens. Orleans listens with SO_REUSEPORT, so a second member at the
    /// same address would start and accept connections meant for the first.
    /// </summary>
    private static IPEndPoint RequireFree(IPEndPoint address)
    {
        using Socket probe = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(address);
        }
        catch (SocketException)
        {
            return address; // no process listens; an address of another machine fails when the silo starts to listen
        }
        throw new IOException($"--member-address {address}: another process listens there");
    }
}

/// <summary>
/// Reports the machine's load as zero. Orleans uses the load to place grains, to shed calls and for its dashboard; only
/// the dashboard is used here. Orleans' own source listens to the runtime's event counters: every second, a thread
/// wakes and reads <c>/proc</c>.
/// </summary>
internal sealed class NoStatistics : IEnvironmentStatisticsProvider
{
    public EnvironmentStatistics GetEnvironmentStatistics() => default;
}
