using System.Net;
using System.Net.Sockets;
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
/// What carries the messages of a run, and the users' swarm: a message server in this process, or a cluster of
/// processes, with a web server in this process; or nothing, if users connect to each other.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    /// <summary>The rate of new connections: at a higher one they would wait for each other's handshakes.</summary>
    private const double ConnectionsPerSecond = 500;

    /// <summary>The original's start stagger, which <see cref="ClientSwarmOptions.StaggerScale"/> scales.</summary>
    private const double FullStaggerSeconds = 10;

    /// <summary>
    /// Sockets of a conversation or a pair: both ends of its connection to the message server and of one to the web
    /// server; or both ends of two connections, if both peers dial at the same time.
    /// </summary>
    private const int SocketsPerConnection = 4;

    /// <summary>For logs and the servers themselves; <see cref="DescriptorLimit"/> reserves more for the runtime.</summary>
    private const int SpareFiles = 256;

    private static readonly HostPort AnyPort = new(IPAddress.Loopback.ToString(), 0);

    private readonly DemoSetup _setup;
    private readonly DeliveryWatch _watch;
    private readonly TimeSpan _bootstrap;
    private readonly List<IDisposable> _disposables = [];
    private TlsEngine? _engine;
    private MessageServer? _server;
    private WebServer? _web;
    private Swarm? _swarm;
    private bool _isStopped;

    private Deployment(DemoSetup setup, DeliveryWatch watch, TimeSpan bootstrap)
    {
        _setup = setup;
        _watch = watch;
        _bootstrap = bootstrap;
    }

    /// <summary>The name of the TLS implementation; <c>none</c> if nothing is encrypted.</summary>
    public string Engine => _engine?.Name ?? "none";

    /// <summary>The users, not started. The deployment disposes the swarm.</summary>
    public Swarm Swarm => _swarm!;

    /// <summary>Memberships to which messages can be delivered already.</summary>
    public long Ready => Cluster?.Registered ?? _server?.Metrics.Registered ?? _setup.Population.Conversations;

    /// <summary>The cluster; <c>null</c> if there is none.</summary>
    public LocalCluster? Cluster { get; private set; }

    /// <summary>The number of files that a run may have open at the same time.</summary>
    public static long OpenFilesNeeded(DeploymentKind kind, DemoPopulation population) =>
        SpareFiles
        + (
            kind == DeploymentKind.Peers
                ? population.Users.Count + ((long)population.Pairs * SocketsPerConnection)
                : (long)population.Conversations * SocketsPerConnection
        );

    /// <summary>
    /// Finds different ports that are free now, for listeners whose addresses must be known before they listen. Listen
    /// on them immediately: another program may take them first.
    /// </summary>
    /// <exception cref="SocketException">There are not enough free ports.</exception>
    public static IReadOnlyList<HostPort> FindPorts(int count)
    {
        List<Socket> held = [];
        try
        {
            // All sockets are held until the last one is bound, or two could get the same port.
            while (held.Count < count)
            {
                held.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                held[^1].Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }
            return [.. held.Select(socket => AnyPort with { Port = ((IPEndPoint)socket.LocalEndPoint!).Port })];
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>Starts a deployment. When it returns, users can be started.</summary>
    /// <param name="setup">The run.</param>
    /// <param name="watch">Observes the users.</param>
    /// <param name="bootstrap">The longest wait of users before they wake up.</param>
    /// <exception cref="IOException">A port is in use, or a process does not start.</exception>
    /// <exception cref="SocketException">No port is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested TLS engine is not supported here.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<Deployment> StartAsync(DemoSetup setup, DeliveryWatch watch, TimeSpan bootstrap)
    {
        Deployment deployment = new(setup, watch, bootstrap);
        try
        {
            await (
                setup.Arguments.Deployment == DeploymentKind.Peers
                    ? deployment.StartPeersAsync()
                    : deployment.StartServersAsync()
            );
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops everything but the users, who have stopped: no further line is logged.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        if (Cluster is not null)
            await Cluster.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        if (_web is not null)
            await _web.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // The users first: their connections use the engine, and end as clients close them, not as servers do.
        if (_swarm is not null)
            await _swarm.DisposeAsync();
        if (_engine is not null)
            await _engine.DisposeAsync();
        await StopAsync();
        _disposables.ForEach(one => one.Dispose());
    }

    /// <summary>Each user listens on a port of loopback, and large messages are sent whole.</summary>
    private async Task StartPeersAsync()
    {
        ClientLog log = OpenLog("mgen-peer.log", out EventLogWriter writer);
        PeerSwarm swarm = new(
            UserConfigs.ForPeers(_setup.Population, FindPorts(_setup.Population.Users.Count), _bootstrap),
            log,
            new PeerLog(writer),
            new PeerSwarmOptions
            {
                Seed = _setup.Seed,
                Clock = _setup.World.Clock,
                Observer = _watch,
                OnTrouble = TextWriter.Synchronized(_setup.Logs.Diagnostics).WriteLine,
            }
        );
        _swarm = swarm;
        await swarm.ListenAsync();
    }

    private async Task StartServersAsync()
    {
        X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(_setup.World.Clock);
        _disposables.Add(certificate);
        _engine = TlsEngine.Start(new TlsEngineOptions { Kind = _setup.Arguments.Engine });
        IReadOnlyList<HostPort> servers =
            _setup.Arguments.Deployment == DeploymentKind.Cluster
                ? await StartClusterAsync()
                : [await StartMessageServerAsync(certificate)];
        _web = await WebServer.StartAsync(
            new WebServerOptions
            {
                Listen = AnyPort,
                Certificate = certificate,
                Clock = _setup.World.Clock,
            },
            new WebLog(_setup.Logs.Open("mgen-web.log")),
            _setup.World.Stop
        );
        _swarm = new ClientSwarm(
            UserConfigs.ForClients(_setup.Population, servers, _web.Address, _bootstrap),
            _engine,
            OpenLog("mgen-client.log", out _),
            new ClientSwarmOptions
            {
                Seed = _setup.Seed,
                Clock = _setup.World.Clock,
                StaggerScale = _setup.Population.Conversations / ConnectionsPerSecond / FullStaggerSeconds,
                Observer = _watch,
            }
        );
    }

    private async Task<IReadOnlyList<HostPort>> StartClusterAsync()
    {
        Cluster = new LocalCluster(_setup.World.Clock);
        return await Cluster.StartAsync(_setup.Logs, _setup.Arguments.Engine, _setup.World.Stop);
    }

    private async Task<HostPort> StartMessageServerAsync(X509Certificate2 certificate)
    {
        TextLoggerProvider diagnostics = new(_setup.Logs.Diagnostics);
        _disposables.Add(diagnostics);
        _server = await MessageServer.StartAsync(
            new MessageServerOptions
            {
                Gateway = new GatewaySettings { Listen = AnyPort },
                Engine = new TlsEngineOptions { Kind = _setup.Arguments.Engine },
                Certificate = certificate,
            },
            _setup.Logs.Open("mgen-server.log"),
            _setup.World.Clock,
            diagnostics,
            _setup.World.Stop
        );
        return AnyPort with { Port = _server.LocalEndPoint.Port };
    }

    /// <summary>Opens the log of the users.</summary>
    private ClientLog OpenLog(string file, out EventLogWriter writer)
    {
        writer = _setup.Logs.Open(file);
        ClientLog log = new(writer, new ClientLogOptions { Extended = true });
        log.Opened();
        return log;
    }
}

/// <summary>The carriers of a run's messages.</summary>
internal enum DeploymentKind
{
    /// <summary>A message server and a web server.</summary>
    Server,

    /// <summary>Two silos and two gateways, one of each of which is killed, and a web server, which is not.</summary>
    Cluster,

    /// <summary>The users themselves: each connects to each user of a common group.</summary>
    Peers,
}
