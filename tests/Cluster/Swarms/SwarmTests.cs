using System.Diagnostics;
using System.Text.Json;
using MGen.Cluster.Tests.Nodes;

namespace MGen.Cluster.Tests.Swarms;

/// <summary>Processes of <c>mgen-client</c> against the gateways of a cluster of processes.</summary>
public sealed class SwarmTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>
    /// The generator may lag on a machine that is busy with other tests, which is not what is tested here.
    /// </summary>
    private static readonly int[] Finished = [0, 5];

    [Fact]
    public async Task Client_OneOfItsGatewaysIsKilled_ItsUsersUseTheOtherAndNothingIsLostOrDuplicated()
    {
        await using ProcessCluster cluster = await StartClusterAsync();
        using SwarmFiles files = new(cluster.Gateways);
        await using SwarmProcess swarm = SwarmProcess.Start(files.Folder, "1.log");
        await TalkAsync(100, swarm);

        await cluster.GatewayProcesses[0].KillAsync();
        await UntilAsync(() => swarm.Count(",handshake") >= SwarmFiles.Conversations * 3 / 2);
        await HearAsync(300, swarm);
        (int code, string said) = await swarm.StopAsync();

        Assert.True(Finished.Contains(code), $"{code}: {said}");
        SwarmLedger ledger = new(swarm.Log);
        output.WriteLine($"{ledger.Sent} messages");
        ledger.AssertComplete();
    }

    [Fact]
    public async Task Client_ThreeShardsAgainstTwoGateways_AreOneRunAndNothingIsLost()
    {
        await using ProcessCluster cluster = await StartClusterAsync();
        using SwarmFiles files = new(cluster.Gateways);
        await using SwarmProcess first = SwarmProcess.Start(files.Folder, "1.log", "--shard", "1/3");
        await using SwarmProcess second = SwarmProcess.Start(files.Folder, "2.log", "--shard", "2/3");
        await using SwarmProcess third = SwarmProcess.Start(files.Folder, "3.log", "--shard", "3/3");
        SwarmProcess[] shards = [first, second, third];
        await TalkAsync(300, shards);

        (int Code, string Said)[] ends = await Task.WhenAll(shards.Select(shard => shard.StopAsync()));

        Assert.All(ends, end => Assert.True(Finished.Contains(end.Code), $"{end.Code}: {end.Said}"));
        Assert.All(shards, shard => Assert.NotEmpty(new SwarmLedger(shard.Log).Memberships));
        SwarmLedger ledger = new(shards.Select(shard => shard.Log));
        Assert.Equal(Memberships(), ledger.Memberships);
        ledger.AssertComplete();
        AssertMerged(await AnalyzeAsync(files.Folder, shards), ledger);
    }

    /// <summary>The conversations of a run in one process; see <see cref="SwarmFiles"/>.</summary>
    private static IEnumerable<(string User, string Group)> Memberships() =>
        Enumerable
            .Range(0, SwarmFiles.Users)
            .SelectMany(user => new[] { ($"u{user}", $"g{user % 3}"), ($"u{user}", $"g{3 + (user / 4)}") })
            .Order();

    private static void AssertMerged(JsonElement analysis, SwarmLedger ledger)
    {
        JsonElement messages = analysis.GetProperty("messages"),
            conversations = analysis.GetProperty("conversations");
        Assert.Equal("Ok", analysis.GetProperty("verdict").GetString());
        Assert.Equal(
            (SwarmFiles.Conversations, SwarmFiles.Groups, ledger.Sent),
            (
                conversations.GetProperty("count").GetInt32(),
                conversations.GetProperty("groups").GetInt32(),
                messages.GetProperty("sent").GetInt32()
            )
        );
        foreach (string loss in (string[])["lost", "timedOut", "duplicates", "unexpected", "senderUnknown"])
            Assert.Equal((loss, 0), (loss, messages.GetProperty(loss).GetInt32()));
    }

    private static async Task<JsonElement> AnalyzeAsync(string folder, SwarmProcess[] shards)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "mgentools.dll"),
                "analyze",
                "--no-files",
                "--quiet",
                "--format",
                "json",
                .. shards.Select(shard => shard.Log),
            ]
        )
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        using Process analyze = Process.Start(start)!;
        string json = await analyze.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await analyze.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, analyze.ExitCode);
        return JsonElement.Parse(json);
    }

    private static Task<ProcessCluster> StartClusterAsync() =>
        ProcessCluster.StartAsync(new ClusterSetup(new GroupLimits(), AcceptLate: true), null);

    /// <summary>Waits until every user is awake and has sent a message.</summary>
    private static async Task TalkAsync(int messages, params SwarmProcess[] swarms)
    {
        await UntilAsync(() => swarms.Sum(swarm => swarm.Count(",awake")) == SwarmFiles.Conversations);
        await HearAsync(messages, swarms);
    }

    private static Task HearAsync(int messages, params SwarmProcess[] swarms)
    {
        int goal = Heard() + messages;
        return UntilAsync(() => Heard() >= goal);

        int Heard() => swarms.Sum(swarm => swarm.Count(",receive,"));
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }
}
