using System.Net;
using MGen.Contract;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Gateway.Front;
using MGen.Membership;
using MGen.Silo;
using MGen.Telemetry;
using MGen.Wire;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>Two silos and two gateways in this process, over real sockets.</summary>
internal sealed class InProcessCluster : ICluster
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-cluster-");
    private readonly StringWriter _warnings = new();
    private readonly List<EventLogWriter> _logs = [];
    private readonly List<SiloNode> _silos = [];
    private readonly List<GatewayNode> _gateways = [];

    public IReadOnlyList<IPEndPoint> Gateways => [.. _gateways.Select(gateway => gateway.LocalEndPoint)];

    public IReadOnlyList<SiloNode> Silos => _silos;

    public LogCapture GatewayLog { get; } = new();

    public LogCapture SiloLog { get; } = new();

    public string Warnings => _warnings.ToString();

    public static async Task<ICluster> StartAsync(ClusterSetup setup)
    {
        InProcessCluster cluster = new();
        try
        {
            await cluster.AddSiloAsync(setup);
            await Task.WhenAll(
                cluster.AddSiloAsync(setup),
                cluster.AddGatewayAsync(setup),
                cluster.AddGatewayAsync(setup)
            );
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task<SiloNode> AddSiloAsync(ClusterSetup setup)
    {
        SiloNode silo = await SiloNode.StartAsync(
            Options(),
            setup.Limits,
            Context(SiloLog),
            TestContext.Current.CancellationToken
        );
        lock (_silos)
            _silos.Add(silo);
        return silo;
    }

    public async Task<GatewayNode> AddGatewayAsync(ClusterSetup setup)
    {
        FrontOptions front = new()
        {
            Gateway = new GatewaySettings
            {
                Listen = new HostPort("127.0.0.1", 0),
                AcceptLateRegistration = setup.AcceptLate,
            },
        };
        GatewayNode gateway = await GatewayNode.StartAsync(
            Options(),
            front,
            Context(GatewayLog),
            TestContext.Current.CancellationToken
        );
        lock (_gateways)
            _gateways.Add(gateway);
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_gateways.Select(gateway => gateway.StopAsync()));
        foreach (GatewayNode gateway in _gateways)
            await gateway.DisposeAsync();
        foreach (SiloNode silo in _silos)
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }
        foreach (EventLogWriter log in _logs)
            await log.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private MemberOptions Options() => new() { LocalFolder = _folder.FullName };

    private NodeContext Context(LogCapture capture)
    {
        EventLogWriter log = new(capture.AddSource(), TimeProvider.System);
        lock (_logs)
            _logs.Add(log);
        return new NodeContext(
            log,
            TimeProvider.System,
            new TextLoggerProvider(Console.Error),
            Guid.NewGuid().ToString("N")
        );
    }
}
