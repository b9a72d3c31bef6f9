using MGen.Demo.Deployments;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Demo.Nodes;

/// <summary>
/// A cluster on loopback: silos and gateways as separate processes, with a membership file among the logs.
/// </summary>
internal sealed class LocalCluster : IMessageServers
{
    /// <summary>The number of silos, and of gateways: the smallest of which one each can fail.</summary>
    public const int OfEachKind = 2;

    /// <summary>
    /// The time limit until all processes are ready. On two busy processors it takes some ten seconds.
    /// </summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<NodeProcess> _nodes = [];
    private readonly TimeProvider _clock;

    private LocalCluster(TimeProvider clock) => _clock = clock;

    /// <summary>The addresses users connect to.</summary>
    public IReadOnlyList<HostPort> Addresses { get; private set; } = [];

    /// <summary>Members registered through the gateways.</summary>
    public long Registered => _nodes.Sum(node => node.Log.Registered);

    /// <summary>Lines of all event logs.</summary>
    public long LogLines => _nodes.Sum(node => node.Log.Lines);

    /// <summary>The current members.</summary>
    public ClusterState State =>
        new(
            Nodes(NodeKind.Silo).Count(node => node.IsRunning),
            Nodes(NodeKind.Gateway).Count(node => node.IsRunning),
            [.. _nodes.Where(node => node.HasEndedByItself).Select(node => node.Name)]
        );

    /// <summary>Starts a cluster. When it returns, users can connect.</summary>
    /// <param name="logs">The directory of the processes' files.</param>
    /// <param name="engine">The implementation of TLS.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="stop">Cancels the start.</param>
    /// <exception cref="IOException">A process could not be started, ended, or was not ready in time.</exception>
    public static async Task<LocalCluster> StartAsync(
        LogFolder logs,
        TlsEngineKind engine,
        TimeProvider clock,
        CancellationToken stop
    )
    {
        LocalCluster cluster = new(clock);
        try
        {
            cluster.StartNodes(logs, engine);
            if (await cluster.FindObstacleAsync(StartLimit, stop) is { } obstacle)
                throw new IOException(
                    $"the cluster was not ready after {StartLimit.TotalSeconds} s: {obstacle}. Logs: {logs.FullPath}"
                );
            cluster.Addresses = await Task.WhenAll(
                cluster.Nodes(NodeKind.Gateway).Select(node => node.Log.Listening.WaitAsync(StartLimit, clock, stop))
            );
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until all remaining processes are ready: failures are detected, and each partition has a backup if there
    /// is a second silo.
    /// </summary>
    /// <returns><c>null</c>, or after <paramref name="limit"/> the process that is not ready, and why.</returns>
    /// <exception cref="IOException">A process ended unexpectedly.</exception>
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

    /// <summary>Kills the first running process of a kind.</summary>
    /// <returns>The killed process.</returns>
    public async Task<NodeName> KillAsync(NodeKind kind)
    {
        NodeProcess node = Nodes(kind).First(node => node.IsRunning);
        await node.KillAsync();
        return node.Name;
    }

    /// <summary>Stops the gateways, then the silos, so that gateways can pass on what they still have.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(Nodes(NodeKind.Gateway).Select(node => node.StopAsync()));
        foreach (NodeProcess silo in Nodes(NodeKind.Silo))
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
        NodeName[] names =
        [
            .. Enum.GetValues<NodeKind>()
                .SelectMany(kind => Enumerable.Range(1, OfEachKind).Select(number => new NodeName(kind, number))),
        ];
        // The ports are probably free: a process binds its own only when it has started.
        foreach ((NodeName name, HostPort health) in names.Zip(LoopbackPorts.Find(names.Length)))
            _nodes.Add(
                NodeProcess.Start(
                    name,
                    health,
                    name.Kind == NodeKind.Gateway ? [.. front, .. common] : common,
                    logs,
                    _clock
                )
            );
    }

    private async Task<string?> FindObstacleAsync(CancellationToken stop)
    {
        foreach (NodeProcess node in _nodes)
        {
            if (node.HasEndedByItself)
                throw new IOException($"{node.Name} ended: {await node.ReadLastLineAsync()}");
            if (node.IsRunning && await node.Health.FindObstacleAsync(stop) is { } obstacle)
                return $"{node.Name}: {obstacle}";
        }
        return null;
    }

    private IEnumerable<NodeProcess> Nodes(NodeKind kind) => _nodes.Where(node => node.Name.Kind == kind);
}

/// <summary>The members of a cluster at one time.</summary>
/// <param name="Silos">Silos that are running.</param>
/// <param name="Gateways">Gateways that are running.</param>
/// <param name="EndedByThemselves">Processes that ended unexpectedly.</param>
internal sealed record ClusterState(int Silos, int Gateways, IReadOnlyList<NodeName> EndedByThemselves);
