using System.Net;
using System.Security.Cryptography.X509Certificates;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Membership;
using MGen.Messenger;
using MGen.Messenger.Measurement;
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

    private readonly DeploymentContext _context;
    private readonly List<IDisposable> _disposables = [];
    private TlsEngine? _engine;
    private MessageServer? _server;
    private WebServer? _web;
    private Swarm? _swarm;
    private bool _isStopped;

    private Deployment(DeploymentContext context) => _context = context;

    /// <summary>The name of the TLS implementation; <c>none</c> if nothing is encrypted.</summary>
    public string Engine => _engine?.Name ?? "none";

    /// <summary>The users, not started. The deployment disposes the swarm.</summary>
    public Swarm Swarm => _swarm!;

    /// <summary>Memberships to which messages can be delivered already.</summary>
    public long Ready => Cluster?.Registered ?? _server?.Metrics.Registered ?? _context.Population.Conversations;

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

    /// <summary>Starts a deployment. When it returns, users can be started.</summary>
    /// <exception cref="IOException">No port is free, or a process does not start.</exception>
    /// <exception cref="PlatformNotSupportedException">The requested TLS engine is not supported here.</exception>
    /// <exception cref="OperationCanceledException">The start was cancelled.</exception>
    public static async Task<Deployment> StartAsync(DeploymentContext context)
    {
        Deployment deployment = new(context);
        try
        {
            await (
                context.Kind == DeploymentKind.Peers ? deployment.StartPeersAsync() : deployment.StartServersAsync()
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

    /// <summary>A port for a listener whose address must be known before it listens.</summary>
    /// <exception cref="IOException">None is free.</exception>
    public static HostPort FreePort() => AnyPort with { Port = MemberPorts.Find(IPAddress.Loopback) };

    /// <summary>Each user listens on a port of loopback, and large messages are sent whole.</summary>
    private async Task StartPeersAsync()
    {
        ClientLog log = OpenLog("mgen-peer.log", out EventLogWriter writer);
        PeerSwarm swarm = new(
            UserConfigs.ForPeers(
                _context.Population,
                [.. _context.Population.Users.Select(_ => FreePort())],
                _context.Bootstrap
            ),
            log,
            new PeerLog(writer),
            new PeerSwarmOptions
            {
                Seed = _context.Seed,
                Clock = _context.Clock,
                Observer = _context.Observer,
                OnTrouble = TextWriter.Synchronized(_context.Logs.Diagnostics).WriteLine,
            }
        );
        _swarm = swarm;
        await swarm.ListenAsync();
    }

    private async Task StartServersAsync()
    {
        X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(_context.Clock);
        _disposables.Add(certificate);
        _engine = TlsEngine.Start(new TlsEngineOptions { Kind = _context.Engine });
        IReadOnlyList<HostPort> servers =
            _context.Kind == DeploymentKind.Cluster
                ? await StartClusterAsync()
                : [await StartMessageServerAsync(certificate)];
        _web = await WebServer.StartAsync(
            new WebServerOptions
            {
                Listen = AnyPort,
                Certificate = certificate,
                Clock = _context.Clock,
            },
            new WebLog(_context.Logs.Open("mgen-web.log")),
            _context.Stop
        );
        _swarm = new ClientSwarm(
            UserConfigs.ForClients(_context.Population, servers, _web.Address, _context.Bootstrap),
            _engine,
            OpenLog("mgen-client.log", out _),
            new ClientSwarmOptions
            {
                Seed = _context.Seed,
                Clock = _context.Clock,
                StaggerScale = _context.Population.Conversations / ConnectionsPerSecond / FullStaggerSeconds,
                Observer = _context.Observer,
            }
        );
    }

    private async Task<IReadOnlyList<HostPort>> StartClusterAsync()
    {
        Cluster = new LocalCluster(_context.Clock);
        return await Cluster.StartAsync(_context.Logs, _context.Engine, _context.Stop);
    }

    private async Task<HostPort> StartMessageServerAsync(X509Certificate2 certificate)
    {
        TextLoggerProvider diagnostics = new(_context.Logs.Diagnostics);
        _disposables.Add(diagnostics);
        _server = await MessageServer.StartAsync(
            new MessageServerOptions
            {
                Gateway = new GatewaySettings { Listen = AnyPort },
                Engine = new TlsEngineOptions { Kind = _context.Engine },
                Certificate = certificate,
            },
            _context.Logs.Open("mgen-server.log"),
            _context.Clock,
            diagnostics,
            _context.Stop
        );
        return AnyPort with { Port = _server.LocalEndPoint.Port };
    }

    /// <summary>Opens the log of the users.</summary>
    private ClientLog OpenLog(string file, out EventLogWriter writer)
    {
        writer = _context.Logs.Open(file);
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

/// <summary>The arguments for the start of a deployment.</summary>
/// <param name="Kind">The carrier.</param>
/// <param name="Population">The users and their groups.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Logs">The directory of event logs.</param>
/// <param name="Observer">Observes the users.</param>
/// <param name="Bootstrap">The longest wait of users before they wake up.</param>
/// <param name="Engine">The implementation of TLS, if TLS is used.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Stop">Cancels the start.</param>
internal sealed record DeploymentContext(
    DeploymentKind Kind,
    DemoPopulation Population,
    ulong Seed,
    LogFolder Logs,
    IConversationObserver Observer,
    TimeSpan Bootstrap,
    TlsEngineKind Engine,
    TimeProvider Clock,
    CancellationToken Stop
);
