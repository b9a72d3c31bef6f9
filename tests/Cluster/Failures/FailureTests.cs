using System.Diagnostics;
using MGen.Cluster.Tests.Nodes;

namespace MGen.Cluster.Tests.Failures;

/// <summary>
/// Processes of a cluster are killed, started and stopped under traffic. In each case every message reaches each member
/// once and in order, including users who were disconnected; the longest time without a delivery is reported.
/// </summary>
public sealed class FailureTests(ITestOutputHelper output)
{
    private static readonly ClusterSetup Setup = new(new GroupLimits(), AcceptLate: true);

    /// <summary>Three probes of a second, and the delays of a busy machine.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    /// <summary>
    /// No user sends, so only the cluster itself can make the partitions detect the failure and the users reconnect.
    /// </summary>
    [Fact]
    public async Task Gateway_IsKilledWithoutTraffic_ItsUsersReconnectInSeconds()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(Setup, null);
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);
        await traffic.FallSilentAsync();

        long killed = Stopwatch.GetTimestamp();
        await cluster.GatewayProcesses[0].KillAsync();
        await traffic.ReconnectAsync();

        output.WriteLine($"everybody is connected again after {Stopwatch.GetElapsedTime(killed).TotalSeconds:F1} s");
        Assert.InRange(Stopwatch.GetElapsedTime(killed), TimeSpan.Zero, LongestSilence);
        await traffic.AssertCompleteAsync();
    }

    [Fact]
    public async Task Silo_IsAdded_ThenASiloAndAGatewayAreKilled_NothingIsLost()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(Setup, null);
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);

        cluster.Silos.Add(await cluster.StartSiloAsync());
        await cluster.WaitUntilReadyAsync();
        await cluster.Silos[0].KillAsync();
        cluster.Silos.RemoveAt(0);
        await traffic.HearAsync(1_500); // until the failure is detected: two simultaneous failures may lose messages
        await cluster.WaitUntilReadyAsync();
        await cluster.GatewayProcesses[0].KillAsync();

        await EndAsync(traffic);
    }

    [Fact]
    public async Task Everything_IsRestartedInTurn_NothingIsLost()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(Setup, null);
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);

        for (int i = 0; i < cluster.Silos.Count; i++)
        {
            cluster.Silos.Add(await cluster.StartSiloAsync());
            Assert.Equal(0, await cluster.Silos[0].StopAsync());
            cluster.Silos.RemoveAt(0);
            await traffic.HearAsync(500);
        }
        for (int i = 0; i < cluster.GatewayProcesses.Count; i++)
        {
            Assert.Equal(0, await cluster.GatewayProcesses[i].StopAsync());
            cluster.GatewayProcesses[i] = await cluster.StartGatewayAsync(cluster.GatewayProcesses[i].Address);
            await traffic.HearAsync(500);
        }

        await EndAsync(traffic);
    }

    [Fact]
    public async Task Silo_IsPaused_ItsPartitionsMove_AndItEndsWhenItContinues()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(Setup, null);
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);

        await cluster.Silos[0].SignalAsync("STOP");
        await traffic.HearAsync(1_500);
        await cluster.Silos[0].SignalAsync("CONT");

        Assert.Equal(130, await cluster.Silos[0].EndAsync());
        await EndAsync(traffic);
    }

    /// <summary>
    /// An orderly stop and a kill at the same time count as one failure: the leaving silo may have the only other
    /// replica of the partitions that the dead one led.
    /// </summary>
    [Fact]
    public async Task Silo_IsKilledWhileAnotherLeaves_NothingIsLost()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(Setup, null);
        cluster.Silos.Add(await cluster.StartSiloAsync());
        await cluster.WaitUntilReadyAsync();
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);

        Task<int> leaving = cluster.Silos[0].StopAsync();
        await traffic.HearAsync(30); // about 150 ms of the hand-over: each message reaches two users
        await cluster.Silos[1].KillAsync();

        Assert.Equal(0, await leaving);
        await EndAsync(traffic);
    }

    /// <summary>
    /// A silo that is ready has the replicas that the placement asks for, so another one may be killed.
    /// </summary>
    [Fact]
    public async Task Silos_AreKilledInTurn_EachWhenTheOthersAreReady_NothingIsLost()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(Setup, null);
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);

        for (int i = 0; i < 3; i++)
        {
            await cluster.WaitUntilReadyAsync();
            await cluster.Silos[0].KillAsync();
            cluster.Silos.RemoveAt(0);
            cluster.Silos.Add(await cluster.StartSiloAsync());
            using HttpClient http = new();
            while (
                !(
                    await http.GetAsync(cluster.Silos[1].Health, TestContext.Current.CancellationToken)
                ).IsSuccessStatusCode
            )
                await traffic.HearAsync(10);
        }

        await EndAsync(traffic);
    }

    /// <summary>
    /// Members write their entries again; a silo that starts meanwhile joins them instead of beginning a second
    /// cluster.
    /// </summary>
    [Fact]
    public async Task MembersFile_IsDeleted_ClusterStaysOne()
    {
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(Setup, null);
        await cluster.WaitUntilReadyAsync();
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);

        File.Delete(cluster.MembersFile);
        cluster.Silos.Add(await cluster.StartSiloAsync());
        await traffic.HearAsync(500);
        await cluster.WaitUntilReadyAsync();

        await EndAsync(traffic);
    }

    private async Task EndAsync(Traffic traffic)
    {
        await traffic.HearAsync(1_000);
        output.WriteLine(traffic.Ledger.ToString());
        Assert.InRange(traffic.Ledger.LongestSilence, TimeSpan.Zero, LongestSilence);
        await traffic.AssertCompleteAsync();
    }
}
