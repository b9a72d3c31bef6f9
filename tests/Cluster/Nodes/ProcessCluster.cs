using System.Globalization;
using System.Net;
using MGen.Contract;
using MGen.Tests.Programs;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>Silos and gateways in processes of their own, with tables in files, in PostgreSQL or in Redis.</summary>
internal sealed class ProcessCluster : ICluster
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-cluster-");
    private readonly string[] _membership;
    private readonly ClusterSetup _setup;

    private ProcessCluster(ClusterSetup setup, string[]? store) =>
        (_setup, _membership) = (setup, store ?? ["--local-folder", _folder.FullName]);

    public List<NodeProcess> Silos { get; } = [];

    public List<NodeProcess> GatewayProcesses { get; } = [];

    public IReadOnlyList<IPEndPoint> Gateways => [.. GatewayProcesses.Select(gateway => gateway.Address!)];

    public LogCapture GatewayLog { get; } = new();

    public LogCapture SiloLog { get; } = new();

    public static async Task<ICluster> StartAsync(ClusterSetup setup) => await StartAsync(setup, store: null);

    /// <summary>Starts two silos and two gateways; if one does not start, the others are ended.</summary>
    /// <param name="setup">The limits of groups, and whether users may register.</param>
    /// <param name="store">The option that names the store of the tables, and its value; <c>null</c>: files.</param>
    public static async Task<ProcessCluster> StartAsync(ClusterSetup setup, string[]? store)
    {
        ProcessCluster cluster = new(setup, store);
        try
        {
            await Task.WhenAll(
                AddAsync(cluster.Silos, cluster.StartSiloAsync()),
                AddAsync(cluster.Silos, cluster.StartSiloAsync()),
                AddAsync(cluster.GatewayProcesses, cluster.StartGatewayAsync()),
                AddAsync(cluster.GatewayProcesses, cluster.StartGatewayAsync())
            );
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task<NodeProcess> StartSiloAsync()
    {
        string health = FreeAddress();
        NodeProcess silo = await NodeProcess.StartAsync(
            "mgen-silo",
            SiloLog,
            [
                .. _membership,
                "--health",
                health,
                "--queue-limit",
                Text(_setup.Limits.MaxWaitingFrames),
                "--unconfirmed-limit",
                Text(_setup.Limits.MaxUnconfirmedFrames),
            ]
        );
        silo.Health = new Uri($"http://{health}/health/ready");
        return silo;
    }

    /// <summary>The file by which the members find each other.</summary>
    public string MembersFile => Path.Combine(_folder.FullName, "mgen.json");

    /// <summary>
    /// Waits until every silo is ready. All of them, because the replicas that one waits for may be created by another.
    /// </summary>
    public async Task WaitUntilReadyAsync()
    {
        using HttpClient http = new();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        foreach (NodeProcess silo in Silos)
        {
            while (!(await http.GetAsync(silo.Health, limit.Token)).IsSuccessStatusCode)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Starts a gateway, at a free port if none is given.</summary>
    public Task<NodeProcess> StartGatewayAsync(IPEndPoint? address = null)
    {
        string[] late = _setup.AcceptLate ? ["0"] : ["0.001", "--late-registration", "reject"];
        return NodeProcess.StartAsync(
            "mgen-gateway",
            GatewayLog,
            [address?.ToString() ?? "127.0.0.1:0", .. late, .. _membership]
        );
    }

    private static async Task AddAsync(List<NodeProcess> nodes, Task<NodeProcess> starting)
    {
        NodeProcess node = await starting;
        lock (nodes)
            nodes.Add(node);
    }

    private static string FreeAddress() => new IPEndPoint(IPAddress.Loopback, FreePorts.Find(1)[0]).ToString();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        foreach (NodeProcess node in GatewayProcesses.Concat(Silos))
            await node.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
