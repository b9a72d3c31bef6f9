using MGen.Grains.Partitions;
using MGen.Grains.Replicas;
using MGen.Links.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Grains.Tests.Partitions;

public sealed class PartitionTurnTests : IDisposable
{
    private readonly EmptyCluster _cluster = new();
    private readonly RunningLoop _links = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<PartitionMetrics>().BuildServiceProvider();
    private readonly List<string> _ends = [];

    public void Dispose()
    {
        _links.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task End_ACommitIsDueInTheSameRound_ItIsNoBug()
    {
        PartitionTurn turn = Begin();

        await _links.Loop.RunAsync(async () =>
        {
            turn.StartCommit();
            await turn.EndAsync();
            turn.Dispose();
            return true;
        });
        await _links.Loop.RunAsync(() => Task.FromResult(true)); // in the next round

        Assert.Empty(_ends);
    }

    /// <summary>A turn that needs no other member, for there is none.</summary>
    private PartitionTurn Begin()
    {
        Guid owner = Guid.NewGuid();
        PartitionSlot slot = new(0, new CountedEvents());
        slot.Claim(owner);
        PartitionTools tools = new(
            _cluster, new PartitionView(new MGen.Membership.ClusterView(_cluster)), null!, null!, null!, _links.Loop, null!, new GroupLimits(), _services.GetRequiredService<PartitionMetrics>(), TimeProvider.System);
        return new PartitionTurn(0, slot.Lead(owner, tools.Limits)!, [], tools, _ends.Add, NullLogger.Instance);
    }
}
