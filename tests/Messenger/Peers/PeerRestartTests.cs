using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration.Peers;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Tests.Peers;

/// <summary>Two peers of this project, of which one ends before the other.</summary>
public sealed class PeerRestartTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly HostPort _alice;
    private readonly HostPort _bob;

    public PeerRestartTests()
    {
        string host = Loopback.NextAddress();
        (_alice, _bob) = (new HostPort(host, 20_001), new HostPort(host, 20_002));
    }

    [Fact]
    public async Task Run_OtherIsRestarted_ContinuesWithoutLossOrDuplicatesInOneProcess()
    {
        await using PeersUnderTest alice = new([Alice(Models.Every(TimeSpan.FromMilliseconds(5)))]);
        alice.Swarm.Start();
        List<uint> received = [];
        for (int life = 0; life < 4; life++)
        {
            await using PeersUnderTest bob = new([Bob(Models.Every(TimeSpan.FromMilliseconds(7)))]);
            bob.Swarm.Start();
            await Eventually.IsTrueAsync(
                () => bob.Recorder.Received.Count > 10 && bob.Recorder.Receipts.Count > 5,
                "messages and receipts",
                () => bob.Now
            );
            if (life == 3)
                await Task.WhenAll(alice.Swarm.StopAsync(Grace), bob.Swarm.StopAsync(Grace));
            await bob.DisposeAsync();
            uint[] ids = [.. bob.Recorder.Received.Select(message => message.Id)];
            Assert.Equal(ids.Distinct().Order(), ids);
            received.AddRange(ids);
        }
        Assert.Equal(alice.Recorder.Sent.Select(message => message.Id), received.Distinct().Order());
        Assert.Equal(0, alice.Now.Undelivered);
    }

    [Fact]
    public async Task StopAsync_OtherEndedInOrderBefore_CountsNothingAsLost()
    {
        await using PeersUnderTest alice = new([Alice(Models.Silent)]);
        await using PeersUnderTest bob = new([Bob(Models.Every(TimeSpan.FromMilliseconds(20)))]);
        alice.Swarm.Start();
        bob.Swarm.Start();
        await Eventually.IsTrueAsync(() => bob.Recorder.Receipts.Count >= 5, "five receipts");
        LedgerSnapshot bobs = await bob.Swarm.StopAsync(Grace);
        await Eventually.IsTrueAsync(
            () => alice.Now.LinksOpen == 0 && alice.Now.LinkEnds.ContainsKey(LinkEnd.Closed),
            "the end in order",
            () => alice.Now.LinksOpen
        );
        LedgerSnapshot alices = await alice.Swarm.StopAsync(Grace);

        Assert.Equal((0, 0), (bobs.Undelivered, alices.Undelivered));
        Assert.Equal(bobs.MessagesSent, bobs.Acknowledged);
    }

    private PeerConfig Alice(ConversationModel model) =>
        PeersUnderTest.User("Alice", _alice, model, ("g", [PeersUnderTest.Recipient("Bob", _bob)]));

    private PeerConfig Bob(ConversationModel model) =>
        PeersUnderTest.User("Bob", _bob, model, ("g", [PeersUnderTest.Recipient("Alice", _alice)]));
}
