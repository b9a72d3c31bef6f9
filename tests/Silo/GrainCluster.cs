using System.Net;
using System.Text;
using MGen.Grains.Partitions;
using MGen.Links;
using MGen.Membership;
using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace MGen.Silo.Tests;

/// <summary>
/// Silos in this process, with a client of Orleans: one without replication, or several that replicate partitions.
/// </summary>
public sealed class GrainCluster : IPartitionEvents, IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;
    private readonly List<string> _losses = [];

    private GrainCluster(int silos, GroupLimits limits)
    {
        InProcessTestClusterBuilder builder = new((short)silos);
        MemoryPartitionTable table = new();
        builder.ConfigureSilo(
            (options, silo) =>
            {
                silo.Services.AddMetrics();
                silo.Services.AddSingleton<IPartitionEvents>(this);
                if (silos == 1)
                {
                    silo.AddLocalGroups(limits);
                    return;
                }
                silo.Services.PostConfigure<SiloOptions>(node => node.SiloName = NodeName.Silo(options.SiloName));
                silo.Services.AddSingleton(new LinkOptions("test", new IPEndPoint(IPAddress.Loopback, 0)));
                silo.Services.AddSingleton<IPartitionTable>(table);
                silo.HostPartitions(limits);
            }
        );
        builder.ConfigureSiloHost((_, host) => host.Services.AddSingleton(TimeProvider.System));
        _cluster = builder.Build();
    }

    /// <summary>Gives access to groups from outside the silos.</summary>
    public IGrainFactory Client => _cluster.Client;

    public static async Task<GrainCluster> StartAsync(int silos, GroupLimits limits)
    {
        GrainCluster cluster = new(silos, limits);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Frames dropped so far, as <c>recipient,group,reason</c>.</summary>
    public IReadOnlyList<string> ReadLosses()
    {
        lock (_losses)
            return [.. _losses];
    }

    /// <summary>Finds the silo that is primary of a group's partition.</summary>
    public async Task<InProcessSiloHandle> FindPrimaryAsync(Identifier group)
    {
        int partition = PartitionMap.GetPartition(group, PartitionMap.DefaultCount);
        foreach (InProcessSiloHandle silo in _cluster.Silos)
        {
            if (
                await silo
                    .ServiceProvider.GetRequiredService<PartitionHost>()
                    .QueryAsync(partition, replica => replica.IsPrimary)
            )
                return silo;
        }
        throw new InvalidOperationException($"nobody leads partition {partition}");
    }

    /// <summary>Whether every silo has the replicas that it should have.</summary>
    public bool IsReady =>
        _cluster.Silos.All(silo => silo.ServiceProvider.GetRequiredService<PartitionHost>().NotReady is null);

    public Task KillAsync(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    void IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count)
    {
        lock (_losses)
            _losses.AddRange(Enumerable.Repeat($"{member},{group},{reason}", (int)count));
    }

    void IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt)
    {
        lock (_losses)
            _losses.Add($"{Encoding.UTF8.GetString(receipt.Target)},{group},{DropReason.UnknownRecipient}");
    }

    void IPartitionEvents.GroupFailed(Identifier group, Exception bug)
    {
        lock (_losses)
            _losses.Add($"{group} failed: {bug}");
    }
}

/// <summary>Clusters of one size, one for each set of limits: the tests of a class share them.</summary>
public abstract class GrainClusterPool(int silos) : IAsyncDisposable
{
    private readonly Dictionary<GroupLimits, GrainCluster> _clusters = [];

    /// <summary>Not thread-safe: the tests of a class run one after the other.</summary>
    public async Task<GrainCluster> GetAsync(GroupLimits limits)
    {
        if (!_clusters.TryGetValue(limits, out GrainCluster? cluster))
            _clusters.Add(limits, cluster = await GrainCluster.StartAsync(silos, limits));
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (GrainCluster cluster in _clusters.Values)
            await cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
