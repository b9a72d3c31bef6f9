using MGen.Messenger.Measurement;
using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Messenger.Tests.Peers;

public sealed class SimultaneousDialTests
{
    private const int Pairs = 1_000;

    [Fact]
    public async Task Run_ThousandPairsDialEachOtherAtOnce_NothingIsLostOrDuplicatedAndOneConnectionStays()
    {
        string host = Loopback.NextAddress();
        SimultaneousDialer dialer = new();
        await using PeersUnderTest peers = new(
            [.. Enumerable.Range(0, Pairs).SelectMany(pair => Pair(host, pair))],
            dialer: dialer
        );
        peers.Swarm.Start();
        await Eventually.IsTrueAsync(
            () => peers.Recorder.Receipts.Count >= 3 * 2 * Pairs,
            "three receipts for each user",
            () => peers.Recorder.Receipts.Count
        );
        peers.Swarm.StopSending();
        await Eventually.IsTrueAsync(
            () => peers.Recorder.Receipts.Count == peers.Recorder.Sent.Count,
            "all receipts",
            () => peers.Now
        );
        await Eventually.IsTrueAsync(
            () => peers.Now.LinksOpen == 2 * Pairs,
            "one connection for each pair, with two ends",
            () => peers.Now.LinksOpen
        );

        Assert.Equal(Pairs, dialer.Meetings);
        LedgerSnapshot end = await peers.Swarm.StopAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((0, 0, 0), (end.Undelivered, end.Dropped, end.Faults));
        Assert.Empty(peers.Troubles);
        foreach (
            IGrouping<string, (string User, string Sender, uint Id)> received in peers.Recorder.Received.GroupBy(
                message => message.Sender
            )
        )
            Assert.Equal(
                peers.Recorder.Sent.Where(sent => sent.User == received.Key).Select(sent => sent.Id),
                received.Select(message => message.Id)
            );
        Assert.Equal(end.MessagesSent, end.MessagesReceived);
    }

    private static IEnumerable<PeerConfig> Pair(string host, int pair)
    {
        HostPort one = new(host, 20_001 + (2 * pair)),
            other = new(host, 20_002 + (2 * pair));
        yield return PeersUnderTest.User(
            $"a{pair}",
            one,
            Models.Every(TimeSpan.FromSeconds(0.3)),
            ("g", [PeersUnderTest.Recipient($"b{pair}", other)])
        );
        yield return PeersUnderTest.User(
            $"b{pair}",
            other,
            Models.Every(TimeSpan.FromSeconds(0.3)),
            ("g", [PeersUnderTest.Recipient($"a{pair}", one)])
        );
    }
}
