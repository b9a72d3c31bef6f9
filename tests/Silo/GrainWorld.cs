using System.Collections.Concurrent;
using MGen.Contract;
using MGen.Grains;
using MGen.Wire;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace MGen.Silo.Tests;

/// <summary>Groups as grains of a silo in this process, set up as a silo of ours is.</summary>
internal sealed class GrainWorld : EntryWorld
{
    private readonly InProcessTestCluster _cluster;
    private readonly ConcurrentDictionary<Identifier, Turn> _turns = new();

    public GrainWorld(GroupLimits limits, bool acceptLate)
        : base(acceptLate)
    {
        InProcessTestClusterBuilder builder = new(initialSilosCount: 1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddGroups(new SiloOptions { Group = limits });
            silo.Services.AddSingleton<IGroupEvents>(this);
        });
        _cluster = builder.Build();
    }

    public override int ManyMembers => 500;

    public async Task StartAsync()
    {
        await _cluster.DeployAsync();
        _cluster.Silos[0].ServiceProvider.GetRequiredService<LocalGateways>().Add(Gateway, Find);
    }

    public override async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    /// <summary>As a gateway does it: one call at a time for a group, numbered; and each is repeated, which the group must notice.</summary>
    protected override async Task ApplyAsync(Identifier group, GroupEntry entry, IMemberPort port)
    {
        Turn turn = _turns.GetOrAdd(group, _ => new Turn());
        await turn.Gate.WaitAsync();
        try
        {
            GroupBatch batch = new(Gateway, ++turn.Number, [entry]);
            IGroupGrain grain = _cluster.Client.GetGroup(group);
            await grain.SubmitAsync(batch);
            await grain.SubmitAsync(batch);
        }
        finally
        {
            turn.Gate.Release();
        }
    }

    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public long Number { get; set; }
    }
}
