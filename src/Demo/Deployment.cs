using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.Cli;
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

namespace MGen.Demo;

/// <summary>
/// The users' swarm, and what carries its messages: a message server in this process or a cluster of processes, either
/// with a web server in this process. If users connect to each other, there is only the swarm.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    /// <summary>
    /// The rate of new connections. At a higher rate, connections would wait for each other's handshakes.
    /// </summary>
    private const double ConnectionsPerSecond = 500;

    /// <summary>The original's longest stagger, which <see cref="ClientSwarmOptions.StaggerScale"/> scales.</summary>
    private const double FullStaggerSeconds = 10;

    /// <summary>
    /// Sockets of a conversation with a server: both ends of its connections to the message server and the web server.
    /// Sockets of a pair of peers: both ends of two connections, if both peers dial at the same time.
    /// </summary>
    private const int SocketsPerConnection = 4;

    /// <summary>Files of logs and servers; <see cref="DescriptorLimit"/> reserves more for the runtime.</summary>
    private const int SpareFiles = 256;

    private static readonly HostPort AnyPort = new(IPAddress.Loopback.ToString(), 0);

    private readonly ProgramWorld _world;
    private readonly DemoIdentity _run;
    private readonly LogFolder _logs;
    private readonly List<IDisposable> _disposables = [];
    private TlsEngine? _engine;
    private MessageServer? _server;
    private WebServer? _web;
    private Swarm? _swarm;
    private bool _isStopped;

    private Deployment(ProgramWorld world, DemoIdentity run, LogFolder logs)
    {
        _world = world;
        _run = run;
        _logs = logs;
    }

    /// <summary>The name of the TLS implementation; <c>none</c> if nothing is encrypted.</summary>
    public string Engine => _engine?.Name ?? "none";

    /// <summary>The users, not started. The deployment disposes the swarm.</summary>
    public Swarm Swarm => _swarm!;

    /// <summary>Memberships to which messages can be delivered already.</summary>
    public long Ready => Cluster?.Registered ?? _server?.Metrics.Registered ?? _run.Population.Conversations;

    /// <summary>The cluster; <c>null</c> if there is none.</summary>
    public LocalCluster? Cluster { get; private set; }

    /// <summary>The largest number of descriptors that a run needs at the same time.</summary>
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
            // All sockets are held until the last one is bound, because otherwise two could get the same port.
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
    /// <param name="world">The program's environment.</param>
    /// <param name="run">The run.</param>
    /// <param name="logs">The directory of event logs.</param>
    /// <param name="watch">Observes the users.</param>
    /// <param name="bootstrap">The longest wait of users before they wake up.</param>
    /// <exception cref="IOException">A port is in use, or a process does not start.</exception>
    /// <exception cref="SocketException">No port is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested TLS engine is not supported here.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<Deployment> StartAsync(
        ProgramWorld world,
        DemoIdentity run,
        LogFolder logs,
        DeliveryWatch watch,
        TimeSpan bootstrap
    )
    {
        Deployment deployment = new(world, run, logs);
        try
        {
            if (run.Deployment == DeploymentKind.Peers)
                await deployment.StartPeersAsync(watch, bootstrap);
            else
                await deployment.StartServersAsync(watch, bootstrap);
            return deployment;
        }
        catch
        {
            await deployment.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the servers. The users must have stopped, so that no line is logged afterwards.</summary>
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
        // The users stop first, because their connections use the engine, and because clients, not servers, must close
        // the connections.
        if (_swarm is not null)
            await _swarm.DisposeAsync();
        if (_engine is not null)
            await _engine.DisposeAsync();
        await StopAsync();
        _disposables.ForEach(one => one.Dispose());
    }

    /// <summary>Each user listens on a port of loopback, and large messages are sent whole.</summary>
    private async Task StartPeersAsync(DeliveryWatch watch, TimeSpan bootstrap)
    {
        ClientLog log = OpenLog("mgen-peer.log", out EventLogWriter writer);
        PeerSwarm swarm = new(
            UserConfigs.ForPeers(_run.Population, FindPorts(_run.Population.Users.Count), bootstrap),
            log,
            new PeerLog(writer),
            new PeerSwarmOptions
            {
                Seed = _run.Seed,
                Clock = _world.Clock,
                Observer = watch,
                OnTrouble = TextWriter.Synchronized(_logs.Diagnostics).WriteLine,
            }
        );
        _swarm = swarm;
        await swarm.ListenAsync();
    }

    private async Task StartServersAsync(DeliveryWatch watch, TimeSpan bootstrap)
    {
        X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(_world.Clock);
        _disposables.Add(certificate);
        _engine = TlsEngine.Start(new TlsEngineOptions { Kind = _run.Arguments.Engine });
        IReadOnlyList<HostPort> servers =
            _run.Deployment == DeploymentKind.Cluster
                ? await StartClusterAsync()
                : [await StartMessageServerAsync(certificate)];
        _web = await WebServer.StartAsync(
            new WebServerOptions
            {
                Listen = AnyPort,
                Certificate = certificate,
                Clock = _world.Clock,
            },
            new WebLog(_logs.Open("mgen-web.log")),
            _world.Stop
        );
        _swarm = new ClientSwarm(
            UserConfigs.ForClients(_run.Population, servers, _web.Address, bootstrap),
            _engine,
            OpenLog("mgen-client.log", out _),
            new ClientSwarmOptions
            {
                Seed = _run.Seed,
                Clock = _world.Clock,
                StaggerScale = _run.Population.Conversations / ConnectionsPerSecond / FullStaggerSeconds,
                Observer = watch,
            }
        );
    }

    private async Task<IReadOnlyList<HostPort>> StartClusterAsync()
    {
        Cluster = new LocalCluster(_world.Clock);
        return await Cluster.StartAsync(_logs, _run.Arguments.Engine, _world.Stop);
    }

    private async Task<HostPort> StartMessageServerAsync(X509Certificate2 certificate)
    {
        TextLoggerProvider diagnostics = new(_logs.Diagnostics);
        _disposables.Add(diagnostics);
        _server = await MessageServer.StartAsync(
            new MessageServerOptions
            {
                Gateway = new GatewaySettings { Listen = AnyPort },
                Engine = new TlsEngineOptions { Kind = _run.Arguments.Engine },
                Certificate = certificate,
            },
            _logs.Open("mgen-server.log"),
            _world.Clock,
            diagnostics,
            _world.Stop
        );
        return AnyPort with { Port = _server.LocalEndPoint.Port };
    }

    /// <summary>Opens the log of the users.</summary>
    private ClientLog OpenLog(string file, out EventLogWriter writer)
    {
        writer = _logs.Open(file);
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

    /// <summary>Two silos, two gateways and a web server. One silo and one gateway are killed during the run.</summary>
    Cluster,

    /// <summary>The users themselves: each connects to everyone with whom the user shares a group.</summary>
    Peers,
}
