using System.Net;
using System.Security.Cryptography.X509Certificates;
using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Messenger;
using MGen.Server;
using MGen.Telemetry;
using MGen.Transport;
using MGen.Web;
using MGen.Wire;

namespace MGen.Demo.Deployments;

/// <summary>
/// Message servers, in this process or a cluster, and a web server in this process. With a cluster a silo and a gateway
/// are killed while users talk; the web server is not.
/// </summary>
internal sealed class ServerDeployment : IDeployment
{
    /// <summary>The rate of new connections: at a higher one they would wait for each other's handshakes.</summary>
    private const double ConnectionsPerSecond = 500;

    /// <summary>The original's start stagger, which <see cref="ClientSwarmOptions.StaggerScale"/> scales.</summary>
    private static readonly TimeSpan FullStagger = TimeSpan.FromSeconds(10);

    private readonly IMessageServers _servers;
    private readonly WebServer _web;
    private readonly TlsEngine _engine;
    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _clock;

    private ServerDeployment(
        IMessageServers servers,
        WebServer web,
        TlsEngine engine,
        X509Certificate2 certificate,
        DeploymentContext context
    )
    {
        _servers = servers;
        _web = web;
        _engine = engine;
        _certificate = certificate;
        _clock = context.Clock;
        Swarm = CreateSwarm(context, servers.Addresses, web.Address, engine);
    }

    public string Engine => _engine.Name;

    public Swarm Swarm { get; }

    public long Ready => _servers.Registered;

    public ClusterState? Cluster => (_servers as LocalCluster)?.State;

    public long ForeignLogLines => (_servers as LocalCluster)?.LogLines ?? 0;

    public static async Task<ServerDeployment> StartAsync(DeploymentKind kind, DeploymentContext context)
    {
        X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(context.Clock);
        TlsEngine engine = TlsEngine.Start(new TlsEngineOptions { Kind = context.Engine });
        IMessageServers? servers = null;
        try
        {
            servers =
                kind == DeploymentKind.Cluster
                    ? await LocalCluster.StartAsync(context.Logs, context.Engine, context.Clock, context.Stop)
                    : await LocalServer.StartAsync(context, certificate);
            WebServerOptions options = new()
            {
                Listen = LocalServer.AnyPort,
                Certificate = certificate,
                Clock = context.Clock,
            };
            WebServer web = await WebServer.StartAsync(
                options,
                new WebLog(context.Logs.Open("mgen-web.log")),
                context.Stop
            );
            return new ServerDeployment(servers, web, engine, certificate, context);
        }
        catch
        {
            if (servers is not null)
                await servers.DisposeAsync();
            await engine.DisposeAsync();
            throw;
        }
    }

    public Task DisturbAsync(TimeSpan duration, DeliveryWatch watch, CancellationToken stop) =>
        _servers is LocalCluster cluster
            ? new KillDrill(cluster, watch, _clock).RunAsync(duration, stop)
            : Task.CompletedTask;

    public async Task StopAsync()
    {
        await _servers.StopAsync();
        await _web.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // The users first: their connections use the engine, and end as clients close them, not as servers do.
        await Swarm.DisposeAsync();
        await _engine.DisposeAsync();
        await _web.DisposeAsync();
        await _servers.DisposeAsync();
        _certificate.Dispose();
    }

    /// <summary>Creates the users; with several servers, users begin with different ones.</summary>
    private static ClientSwarm CreateSwarm(
        DeploymentContext context,
        IReadOnlyList<HostPort> messages,
        HostPort web,
        TlsEngine engine
    )
    {
        ClientLog log = new(context.Logs.Open("mgen-client.log"), new ClientLogOptions { Extended = true });
        log.Opened();
        return new ClientSwarm(
            UserConfigs.ForClients(context.Population, messages, web, context.Bootstrap),
            engine,
            log,
            new ClientSwarmOptions
            {
                Seed = context.Seed,
                Clock = context.Clock,
                StaggerScale = context.Population.Conversations / ConnectionsPerSecond / FullStagger.TotalSeconds,
                Observer = context.Observer,
            }
        );
    }
}

/// <summary>The servers to which users send messages.</summary>
internal interface IMessageServers : IAsyncDisposable
{
    /// <summary>The addresses users connect to.</summary>
    IReadOnlyList<HostPort> Addresses { get; }

    /// <summary>The number of members registered with their groups.</summary>
    long Registered { get; }

    /// <summary>Stops; no further line is logged.</summary>
    Task StopAsync();
}

/// <summary>A message server in this process, on a free port of loopback.</summary>
internal sealed class LocalServer : IMessageServers
{
    /// <summary>A free port of loopback.</summary>
    public static readonly HostPort AnyPort = new(IPAddress.Loopback.ToString(), 0);

    private readonly TextLoggerProvider _diagnostics;
    private readonly MessageServer _server;

    private LocalServer(TextLoggerProvider diagnostics, MessageServer server)
    {
        _diagnostics = diagnostics;
        _server = server;
    }

    public IReadOnlyList<HostPort> Addresses =>
        [new HostPort(_server.LocalEndPoint.Address.ToString(), _server.LocalEndPoint.Port)];

    public long Registered => _server.Metrics.Registered;

    /// <summary>Starts it. When it returns, users can connect.</summary>
    public static async Task<LocalServer> StartAsync(DeploymentContext context, X509Certificate2 certificate)
    {
        TextLoggerProvider diagnostics = new(context.Logs.Diagnostics);
        MessageServerOptions options = new()
        {
            Gateway = new GatewaySettings { Listen = AnyPort },
            Engine = new TlsEngineOptions { Kind = context.Engine },
            Certificate = certificate,
        };
        MessageServer server = await MessageServer.StartAsync(
            options,
            context.Logs.Open("mgen-server.log"),
            context.Clock,
            diagnostics,
            context.Stop
        );
        return new LocalServer(diagnostics, server);
    }

    public async Task StopAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _diagnostics.Dispose();
    }
}
