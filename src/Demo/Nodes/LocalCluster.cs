using MGen.Transport;
using MGen.Wire;

namespace MGen.Demo.Nodes;

/// <summary>
/// A cluster on loopback: silos and gateways as separate processes, with a membership file among the logs.
/// </summary>
internal sealed class LocalCluster(TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The number of silos, and of gateways: the smallest at which one of each can fail.</summary>
    public const int OfEachKind = 2;

    /// <summary>
    /// The time limit until all processes are ready. On two busy processors the start takes some ten seconds.
    /// </summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<NodeProcess> _nodes = [];

    /// <summary>Members registered through the gateways.</summary>
    public long Registered => _nodes.Sum(node => node.Log.Registered);

    /// <summary>Lines of all event logs.</summary>
    public long LogLines => _nodes.Sum(node => node.Log.Lines);

    /// <summary>Processes that ended unexpectedly.</summary>
    public IReadOnlyList<NodeName> EndedByThemselves =>
        [.. _nodes.Where(node => node.HasEndedByItself).Select(node => node.Name)];

    /// <summary>The number of processes of a kind that are running.</summary>
    public int CountRunning(NodeKind kind) => Nodes(kind).Count(node => node.IsRunning);

    /// <summary>Starts the processes. When it returns, users can connect.</summary>
    /// <param name="logs">The directory of the processes' files.</param>
    /// <param name="engine">The implementation of TLS.</param>
    /// <param name="stop">Cancels the start.</param>
    /// <returns>The addresses users connect to.</returns>
    /// <exception cref="IOException">A process could not be started, ended, or was not ready in time.</exception>
    public async Task<IReadOnlyList<HostPort>> StartAsync(LogFolder logs, TlsEngineKind engine, CancellationToken stop)
    {
        StartNodes(logs, engine);
        if (await FindObstacleAsync(StartLimit, stop) is { } obstacle)
            throw new IOException(
                $"the cluster was not ready after {StartLimit.TotalSeconds} s: {obstacle}. Logs: {logs.FullPath}"
            );
        return await Task.WhenAll(
            Nodes(NodeKind.Gateway).Select(node => node.Log.Listening.WaitAsync(StartLimit, clock, stop))
        );
    }

    /// <summary>
    /// Waits until all remaining processes are ready: failures are detected, and each partition has a backup if there
    /// is a second silo.
    /// </summary>
    /// <returns><c>null</c>, or after <paramref name="limit"/> the process that is not ready, and why.</returns>
    /// <exception cref="IOException">A process ended unexpectedly.</exception>
    public async Task<string?> FindObstacleAsync(TimeSpan limit, CancellationToken stop)
    {
        long begunAt = clock.GetTimestamp();
        while (true)
        {
            string? obstacle = await FindObstacleAsync(stop);
            if (obstacle is null || clock.GetElapsedTime(begunAt) >= limit)
                return obstacle;
            await Task.Delay(LookInterval, clock, stop);
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

    /// <summary>
    /// Stops the gateways, then the silos, so that gateways can pass their remaining frames to the silos.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Nodes(NodeKind.Gateway).Select(node => node.DisposeAsync().AsTask()));
        foreach (NodeProcess silo in Nodes(NodeKind.Silo))
            await silo.DisposeAsync();
    }

    private void StartNodes(LogFolder logs, TlsEngineKind engine)
    {
        string[] common = ["--cluster-id", "demo", "--local-folder", logs.PathOf("members"), "--drain-timeout", "3s"];
        string[] front = ["127.0.0.1:0", "--engine", engine.ToString().ToLowerInvariant()];
        NodeKind[] kinds = [.. Enum.GetValues<NodeKind>().SelectMany(kind => Enumerable.Repeat(kind, OfEachKind))];
        // Another program may take a port first, because a process binds its port only after it has started.
        foreach ((int index, HostPort health) in Deployment.FindPorts(kinds.Length).Index())
        {
            NodeName name = new(kinds[index], 1 + (index % OfEachKind));
            string[] own = ["--health", health.ToString(), .. name.Kind == NodeKind.Gateway ? front : []];
            _nodes.Add(new NodeProcess(name, health, [.. own, .. common], logs, clock));
        }
    }

    private async Task<string?> FindObstacleAsync(CancellationToken stop)
    {
        foreach (NodeProcess node in _nodes)
        {
            if (node.HasEndedByItself)
                throw new IOException($"{node.Name} ended: {await node.ReadLastLineAsync()}");
            if (node.IsRunning && await node.FindObstacleAsync(stop) is { } obstacle)
                return $"{node.Name}: {obstacle}";
        }
        return null;
    }

    private IEnumerable<NodeProcess> Nodes(NodeKind kind) => _nodes.Where(node => node.Name.Kind == kind);
}
