using MGen.Grains.Links;
using MGen.Grains.Partitions;
using MGen.Grains.Replicas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Grains.Tests.Partitions;

public sealed class PartitionTurnTests : IDisposable
{
    private readonly EmptyCluster _cluster = new();
    private readonly LinkThread _thread = new(TimeProvider.System, NullLogger<LinkThread>.Instance);
    private readonly LinkLoop _loop;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<PartitionMetrics>().BuildServiceProvider();
    private readonly List<string> _ends = [];

    public PartitionTurnTests() => _loop = new LinkLoop(_thread, TimeProvider.System);

    public void Dispose()
    {
        _loop.Dispose();
        _thread.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task End_ACommitIsDueInTheSameRound_ItIsNoBug()
    {
        PartitionTurn turn = Begin();

        await _loop.RunAsync(async () =>
        {
            turn.StartCommit();
            await turn.EndAsync();
            turn.Dispose();
            return true;
        });
        await _loop.RunAsync(() => Task.FromResult(true)); // in the next round

        Assert.Empty(_ends);
    }

    /// <summary>A turn that needs no other member, for there is none.</summary>
    private PartitionTurn Begin()
    {
        Guid owner = Guid.NewGuid();
        PartitionSlot slot = new(0, new CountedEvents());
        slot.Claim(owner);
        PartitionTools tools = new(
            _cluster, new ClusterView(_cluster), null!, null!, null!, _loop, null!, new GroupLimits(), _services.GetRequiredService<PartitionMetrics>(), TimeProvider.System);
        return new PartitionTurn(0, slot.Lead(owner, tools.Limits)!, [], tools, _ends.Add, NullLogger.Instance);
    }
}
