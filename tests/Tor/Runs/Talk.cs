using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Tests.Programs;

namespace MGen.Tor.Tests.Runs;

/// <summary>Lets a swarm that is ready talk for a while, and accounts for every message.</summary>
internal static class Talk
{
    /// <summary>How many messages each conversation makes at least.</summary>
    private const uint Messages = 10;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Wakes everybody up, stops them, and checks that no message and no receipt was lost or came twice.
    /// </summary>
    /// <param name="swarm">The users.</param>
    /// <param name="tally">What observes them.</param>
    /// <param name="conversations">How many of their conversations can talk.</param>
    /// <returns>What happened.</returns>
    public static async Task<LedgerSnapshot> RunAsync(Swarm swarm, Tally tally, int conversations)
    {
        swarm.WakeUp();
        await ReachAsync(tally.EachMadeAsync(conversations, Messages), swarm, tally);
        swarm.StopSending();
        await ReachAsync(tally.SettledAsync(), swarm, tally);
        LedgerSnapshot totals = await swarm.StopAsync(Grace);

        Assert.Empty(tally.Wrong());
        Assert.True(tally.Made >= conversations * Messages, $"{tally.Made} messages");
        Assert.Equal(
            (tally.Made, tally.Owed, tally.Owed, tally.Owed),
            (totals.MessagesSent, totals.MessagesReceived, totals.ReceiptsSent, totals.ReceiptsReceived)
        );
        Assert.Equal((0, 0, 0, 0), (totals.Undelivered, totals.Dropped, totals.Repeated, totals.Faults));
        Assert.Equal((totals.AttachmentsUploaded, 0), (totals.AttachmentsDownloaded, totals.AttachmentsDropped));
        return totals;
    }

    private static async Task ReachAsync(Task aim, Swarm swarm, Tally tally)
    {
        try
        {
            await aim.WaitAsync(ChildProcess.Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail(
                $"{tally.Made} messages; open: {string.Join("; ", tally.Wrong().Take(10))}; {swarm.Snapshot()}"
            );
        }
    }
}
