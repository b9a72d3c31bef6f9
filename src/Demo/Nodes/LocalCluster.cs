using MGen.Demo.Carriages;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Demo.Nodes;

/// <summary>A cluster on loopback: silos and gateways as processes that find each other by a file among the logs.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>How many silos there are, and how many gateways: the fewest of which one each can be lost.</summary>
    public const int OfEachKind = 2;

    /// <summary>Until then all of them must be ready. On two busy processors it takes some ten seconds.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<NodeProcess> _nodes = [];
    private readonly TimeProvider _clock;

    private LocalCluster(TimeProvider clock) => _clock = clock;

    /// <summary>Where users connect.</summary>
    public IReadOnlyList<HostPort> Addresses { get; private set; } = [];

    /// <summary>Members that the gateways have registered.</summary>
    public long Registered => _nodes.Sum(node => node.Log.Registered);

    /// <summary>Lines of all event logs.</summary>
    public long LogLines => _nodes.Sum(node => node.Log.Lines);

    /// <summary>Names of the event logs that tell what gateways received.</summary>
    public IEnumerable<string> GatewayLogs => Of(NodeKind.Gateway).Select(node => node.Name.LogFile);

    /// <summary>What there is now.</summary>
    public ClusterState State => new(
        Of(NodeKind.Silo).Count(node => node.IsRunning),
        Of(NodeKind.Gateway).Count(node => node.IsRunning),
        [.. _nodes.Where(node => node.HasEndedByItself).Select(node => node.Name)]);

    /// <summary>Starts one; when this returns, users can connect.</summary>
    /// <param name="logs">Where the processes' files go.</param>
    /// <param name="engine">What is to carry TLS.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="stop">Ends the start.</param>
    /// <exception cref="IOException">A process could not be started, ended, or was not ready in time.</exception>
    public static async Task<LocalCluster> StartAsync(LogFolder logs, TlsEngineKind engine, TimeProvider clock, CancellationToken stop)
    {
        LocalCluster cluster = new(clock);
        try
        {
            cluster.StartNodes(logs, engine);
            if (await cluster.FindObstacleAsync(StartLimit, stop) is { } obstacle)
                throw new IOException($"the cluster was not ready after {StartLimit.TotalSeconds} s: {obstacle}. Logs: {logs.FullPath}");
            cluster.Addresses = await Task.WhenAll(cluster.Of(NodeKind.Gateway).Select(node => node.Log.Listening.WaitAsync(StartLimit, clock, stop)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until all that are left may take traffic: the dead are missed, and each partition has a second copy where there is a second silo.</summary>
    /// <returns><c>null</c>, or after <paramref name="limit"/> which one may not, and why.</returns>
    /// <exception cref="IOException">One ended by itself.</exception>
    public async Task<string?> FindObstacleAsync(TimeSpan limit, CancellationToken stop)
    {
        long begunAt = _clock.GetTimestamp();
        while (true)
        {
            string? obstacle = await FindObstacleAsync(stop);
            if (obstacle is null || _clock.GetElapsedTime(begunAt) >= limit)
                return obstacle;
            await Task.Delay(LookInterval, _clock, stop);
        }
    }

    /// <summary>Kills the first of its kind that runs.</summary>
    /// <returns>Which one it was.</returns>
    public async Task<NodeName> KillAsync(NodeKind kind)
    {
        NodeProcess node = Of(kind).First(node => node.IsRunning);
        await node.KillAsync();
        return node.Name;
    }

    /// <summary>Stops the gateways, then the silos: what gateways still have goes there.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(Of(NodeKind.Gateway).Select(node => node.StopAsync()));
        foreach (NodeProcess silo in Of(NodeKind.Silo))
            await silo.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (NodeProcess node in _nodes)
            await node.DisposeAsync();
    }

    private void StartNodes(LogFolder logs, TlsEngineKind engine)
    {
        string[] common = ["--cluster-id", "demo", "--local-folder", logs.PathOf("members"), "--drain-timeout", "3s"];
        string[] front = ["127.0.0.1:0", "--engine", engine.ToString().ToLowerInvariant()];
        NodeName[] names = [.. Enum.GetValues<NodeKind>().SelectMany(kind => Enumerable.Range(1, OfEachKind).Select(number => new NodeName(kind, number)))];
        foreach ((NodeName name, HostPort health) in names.Zip(LoopbackPorts.Find(names.Length)))
            _nodes.Add(NodeProcess.Start(name, health, name.Kind == NodeKind.Gateway ? [.. front, .. common] : common, logs, _clock));
    }

    private async Task<string?> FindObstacleAsync(CancellationToken stop)
    {
        foreach (NodeProcess node in _nodes)
        {
            if (node.HasEndedByItself)
                throw new IOException($"{node.Name} ended: {await node.ReadLastWordsAsync()}");
            if (node.IsRunning && await node.Health.FindObstacleAsync(stop) is { } obstacle)
                return $"{node.Name}: {obstacle}";
        }
        return null;
    }

    private IEnumerable<NodeProcess> Of(NodeKind kind) => _nodes.Where(node => node.Name.Kind == kind);
}
