using MGen.Cluster.Tests.Nodes;

namespace MGen.Cluster.Tests.Failures;

/// <summary>A cluster with a real Redis, which is killed and started again.</summary>
public sealed class RedisTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Redis_IsKilledAndStartedAgain_TrafficFlows_AndMembershipChangesAfterwards()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(
            new ClusterSetup(new GroupLimits(), AcceptLate: true),
            ["--redis", redis.Settings]
        );
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);

        await redis.DownAsync();
        await traffic.HearAsync(100);
        output.WriteLine($"while it was gone: {traffic.Ledger}");
        Assert.InRange(traffic.Ledger.LongestSilence, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await redis.UpAsync();
        cluster.Silos.Add(await cluster.StartSiloAsync());
        await traffic.HearAsync(100);
        await cluster.Silos[0].KillAsync();
        await traffic.HearAsync(300);

        output.WriteLine($"after a silo was killed: {traffic.Ledger}");
        await traffic.AssertCompleteAsync();
    }
}
