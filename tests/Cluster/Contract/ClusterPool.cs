using MGen.Cluster.Tests.Nodes;

namespace MGen.Cluster.Tests.Contract;

/// <summary>The clusters of a test class: one per set-up, started when first needed.</summary>
/// <param name="start">Starts a cluster.</param>
public abstract class ClusterPool(Func<ClusterSetup, Task<ICluster>> start) : IAsyncLifetime
{
    private readonly Dictionary<ClusterSetup, Task<ICluster>> _clusters = [];

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Returns a cluster with this set-up.</summary>
    public Task<ICluster> GetAsync(ClusterSetup setup) =>
        _clusters.TryGetValue(setup, out Task<ICluster>? known) ? known : _clusters[setup] = start(setup);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // a cluster that failed to start has cleaned up
        foreach (Task<ICluster> cluster in _clusters.Values.Where(cluster => cluster.IsCompletedSuccessfully))
            await (await cluster).DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
