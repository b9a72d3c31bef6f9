using System.Diagnostics;
using System.Globalization;
using MGen.Cluster.Tests.Nodes;

namespace MGen.Cluster.Tests.Failures;

/// <summary>A cluster with a real PostgreSQL, which is unavailable for a while.</summary>
public sealed class PostgreSqlTests(ITestOutputHelper output)
{
    /// <summary>The variable may be set to 60 for a whole minute; the suite has less time.</summary>
    private const string OutageVariable = "MGEN_TEST_OUTAGE_SECONDS";

    private static TimeSpan Outage =>
        TimeSpan.FromSeconds(
            double.Parse(Environment.GetEnvironmentVariable(OutageVariable) ?? "12", CultureInfo.InvariantCulture)
        );

    [Fact]
    public async Task PostgreSql_IsUnavailable_TrafficFlows_AndMembershipChangesAfterwards()
    {
        await using PostgreSqlServer postgres = await PostgreSqlServer.StartAsync();
        for (int i = 0; i < 2; i++)
            Assert.Equal(0, await CreateTablesAsync(postgres));
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(
            new ClusterSetup(new GroupLimits(), AcceptLate: true),
            ["--postgres", postgres.ConnectionString]
        );
        await using Traffic traffic = await Traffic.StartAsync(() => cluster.Gateways);

        await postgres.DownAsync();
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Outage; )
            await traffic.HearAsync(100);
        output.WriteLine($"while it was gone: {traffic.Ledger}");
        Assert.InRange(traffic.Ledger.LongestSilence, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await postgres.UpAsync();
        cluster.Silos.Add(await cluster.StartSiloAsync());
        await traffic.HearAsync(500);
        await cluster.Silos[0].KillAsync();
        await traffic.HearAsync(1_000);

        output.WriteLine($"after a silo was killed: {traffic.Ledger}");
        await traffic.AssertCompleteAsync();
    }

    [Fact]
    public async Task PostgreSql_Hangs_SiloAndGatewayEndAfterTheDrainTimeoutWithAMessage()
    {
        await using PostgreSqlServer postgres = await PostgreSqlServer.StartAsync();
        Assert.Equal(0, await CreateTablesAsync(postgres));
        // longer than the drain timeout, whose default is 9 s
        string patient = postgres.ConnectionString.Replace("Timeout=3", "Timeout=60", StringComparison.Ordinal);
        await using ProcessCluster cluster = await ProcessCluster.StartAsync(
            new ClusterSetup(new GroupLimits(), AcceptLate: true),
            ["--postgres", patient]
        );
        await cluster.WaitUntilReadyAsync();
        await postgres.PauseAsync();

        int[] codes = await Task.WhenAll(cluster.Silos[0].StopAsync(), cluster.GatewayProcesses[0].StopAsync());

        Assert.Equal([0, 0], codes);
        Assert.Contains(
            "mgen-silo: the table of members did not respond within --drain-timeout",
            cluster.Silos[0].Said,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "mgen-gateway: the table of members did not respond within --drain-timeout",
            cluster.GatewayProcesses[0].Said,
            StringComparison.Ordinal
        );
    }

    private static async Task<int> CreateTablesAsync(PostgreSqlServer postgres)
    {
        using Process process = Process.Start(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "mgen-silo.dll"),
                "--create-tables",
                "--postgres",
                postgres.ConnectionString,
            ]
        );
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
