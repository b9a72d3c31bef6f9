using System.Collections.Concurrent;
using MGen.Cluster.Tests.Nodes;

namespace MGen.Cluster.Tests.Contract;

/// <summary>The clusters of a test class: one per set-up, started when first needed.</summary>
/// <param name="start">Starts a cluster.</param>
public abstract class ClusterPool(Func<ClusterSetup, Task<ICluster>> start) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<ClusterSetup, Lazy<Task<ICluster>>> _clusters = new();

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A cluster with this set-up.</summary>
    public Task<ICluster> GetAsync(ClusterSetup setup) => _clusters.GetOrAdd(setup, key => new Lazy<Task<ICluster>>(() => start(key))).Value;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (Lazy<Task<ICluster>> cluster in _clusters.Values)
            await (await cluster.Value).DisposeAsync();
    }
}
