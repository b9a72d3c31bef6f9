using MGen.Messenger.Measurement;
using MGen.Messenger.Tests.Support;
using MGen.Wire;

namespace MGen.Messenger.Tests.Peers;

public sealed class PeerDeliveryTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly HostPort _alice;
    private readonly HostPort _bob;

    public PeerDeliveryTests()
    {
        string host = Loopback.NextAddress();
        (_alice, _bob) = (new HostPort(host, 20_001), new HostPort(host, 20_002));
    }

    [Fact]
    public async Task Run_OneSends_AllArrivesAndIsAcknowledgedOnOneConnection()
    {
        await using PeersUnderTest peers = new([
            PeersUnderTest.User(
                "Alice",
                _alice,
                Models.Every(TimeSpan.FromMilliseconds(20)),
                ("g", [PeersUnderTest.Recipient("Bob", _bob)])
            ),
            PeersUnderTest.User("Bob", _bob, Models.Silent, ("g", [PeersUnderTest.Recipient("Alice", _alice)])),
        ]);
        peers.Swarm.Start();
        await Eventually.IsTrueAsync(
            () => peers.Recorder.Receipts.Count >= 20,
            "20 receipts",
            () => peers.Recorder.Receipts.Count
        );
        LedgerSnapshot end = await peers.Swarm.StopAsync(Grace);

        Assert.Equal(end.MessagesSent, end.MessagesReceived);
        Assert.Equal(end.MessagesSent, end.ReceiptsReceived);
        Assert.Equal((0, 0, 2), (end.Undelivered, end.Faults, end.LinksOpened));
        string[] log = await peers.ReadLogAsync();
        Assert.Equal([$"listening on {_alice}", $"listening on {_bob}"], log[..2]);
        Assert.Equal(
            $"connection attempt success from Alice to Bob on {_bob}",
            Assert.Single(log, line => line.StartsWith("connection", StringComparison.Ordinal))
        );
        Assert.Contains("Bob,g,receive,Idle,Idle,Alice,160,0", log);
        Assert.Contains("Alice,g,receive,Idle,Idle,Bob,receipt,0", log);
        Assert.DoesNotContain(
            log,
            line =>
                line.Contains("waiting", StringComparison.Ordinal)
                || line.Contains("handshake", StringComparison.Ordinal)
                || line.Contains("awake", StringComparison.Ordinal)
        );
    }
}
