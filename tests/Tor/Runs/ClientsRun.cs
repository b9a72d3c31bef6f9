using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Model.Configuration;
using MGen.Tor.Tests.Programs;
using MGen.Transport;

namespace MGen.Tor.Tests.Runs;

/// <summary>Lets users talk for a while and accounts for every message.</summary>
internal static class ClientsRun
{
    /// <summary>How many messages each conversation makes at least.</summary>
    private const int Messages = 10;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Connects everybody, wakes them up, stops them, and checks that no message and no attachment was lost or came twice.</summary>
    /// <param name="users">Who talks.</param>
    /// <param name="servers">Where they meet.</param>
    /// <param name="conversations">How many of their conversations reach the message server.</param>
    /// <returns>What happened.</returns>
    public static async Task<LedgerSnapshot> TalkAsync(IReadOnlyList<UserConfig> users, Servers servers, int conversations)
    {
        Tally tally = new();
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);
        await using TlsEngine engine = TlsEngine.Start(new TlsEngineOptions());
        await using ClientSwarm swarm = new(users, engine, new ClientLog(log), new ClientSwarmOptions { Seed = 1, StaggerScale = 0, Observer = tally });

        swarm.Start();
        await EveryoneRegisteredAsync(servers, conversations, swarm);
        swarm.WakeUp();
        await tally.EachMadeAsync(conversations, Messages).WaitAsync(ChildProcess.Patience, TestContext.Current.CancellationToken);
        swarm.StopSending();
        await tally.SettledAsync().WaitAsync(ChildProcess.Patience, TestContext.Current.CancellationToken);
        LedgerSnapshot totals = await swarm.StopAsync(Grace);

        (int made, IReadOnlyList<string> wrong) = tally.Read();
        Assert.True(made >= conversations * Messages, $"{made} messages");
        Assert.Empty(wrong);
        Assert.Empty(tally.Oddities);
        AssertTotals(totals, made);
        return totals;
    }

    private static void AssertTotals(LedgerSnapshot totals, int made)
    {
        Assert.Equal((made, made, made, made), (totals.MessagesSent, totals.MessagesReceived, totals.ReceiptsSent, totals.ReceiptsReceived));
        Assert.Equal((0, 0, 0), (totals.Undelivered, totals.Dropped, totals.Repeated));
        Assert.Equal((totals.AttachmentsUploaded, 0), (totals.AttachmentsDownloaded, totals.AttachmentsDropped));
    }

    /// <summary>A message only reaches members that its group knows.</summary>
    private static async Task EveryoneRegisteredAsync(Servers servers, int conversations, ClientSwarm swarm)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(ChildProcess.Patience);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        while (servers.Registered < conversations)
            Assert.True(await look.WaitForNextTickAsync(limit.Token), $"{servers.Registered} of {conversations} registered: {swarm.Snapshot()}");
    }
}
