using MGen.Messenger.Dialing;
using MGen.Messenger.Measurement;
using MGen.Messenger.Tests.Support;
using MGen.Messenger.Tests.Support.Originals;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Tests.Peers;

/// <summary>A peer of this project and an original, where one or the other or both dial.</summary>
public sealed class OriginalPeerTests
{
    private const uint LargeSize = 400_000;

    /// <summary>Number of rounds in which both dial at the same time.</summary>
    private const int Rounds = 30;

    /// <summary>In how many of these rounds the original may drop a socket; it does in about 1 %.</summary>
    private const int MostSkipped = 10;

    private readonly HostPort _ours;
    private readonly HostPort _theirs;

    public OriginalPeerTests()
    {
        string host = Loopback.NextAddress();
        (_ours, _theirs) = (new HostPort(host, 20_001), new HostPort(host, 20_002));
    }

    [Fact]
    public async Task Run_ThisSideDials_MessagesAndReceiptsUseThatConnection()
    {
        await using OriginalPeer bob = new("Bob", _theirs, _ours);
        await using PeersUnderTest peers = Alice(Models.Every(TimeSpan.FromMilliseconds(10)));
        peers.Swarm.Start();
        await Eventually.IsTrueAsync(
            () => peers.Recorder.Receipts.Count >= 10,
            "ten receipts",
            () => peers.Recorder.Receipts.Count
        );
        bob.Send("g", 0, LargeSize);
        await Eventually.IsTrueAsync(() => bob.ReceivedReceipts.Any(), "the receipt for the original's message");

        Assert.Equal(0, bob.Dialled);
        Assert.Equal(1, peers.Now.LinksOpen);
        Assert.Equal(("Alice", "Bob", 0u), Assert.Single(peers.Recorder.Received));
        Assert.Equal(
            Frame.Receipt(Identifier.Create("Alice"), Identifier.Create("g"), 0),
            bob.Received.Single(frame => frame.IsReceipt)
        );
        uint[] received = [.. bob.ReceivedMessages];
        Assert.Equal(Enumerable.Range(0, received.Length).Select(id => (uint)id), received);
    }

    [Fact]
    public async Task Run_OriginalDials_MessagesAndReceiptsUseThatConnection()
    {
        await using PeersUnderTest peers = Alice(Models.Every(TimeSpan.FromMilliseconds(400)));
        peers.Swarm.Start();
        await using OriginalPeer bob = new("Bob", _theirs, _ours);
        for (uint id = 0; id < 5; id++)
            bob.Send("g", id);
        await Eventually.IsTrueAsync(
            () => bob.ReceivedReceipts.Count() == 5 && bob.ReceivedMessages.Count() >= 2,
            "five receipts, two messages",
            () => bob.Received.Count
        );

        Assert.Equal((1, 1L), (bob.Dialled, peers.Now.LinksOpened));
        Assert.Equal([0u, 1u, 2u, 3u, 4u], peers.Recorder.Received.Select(message => message.Id));
        Assert.Equal([0u, 1u, 2u, 3u, 4u], bob.ReceivedReceipts);
    }

    [Fact]
    public async Task Run_BothDialAtOnce_NothingIsLostOrDuplicated()
    {
        int skipped = 0;
        for (int round = 0; round < Rounds; round++)
            skipped += await IdentifyAsync(round) ? 0 : 1;

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"the original dropped a socket in {skipped} of {Rounds} rounds, which were skipped"
        );
        Assert.InRange(skipped, 0, MostSkipped);
    }

    [Fact]
    public async Task StopAsync_OriginalKeepsSending_ReceivedMessagesAreAcknowledged()
    {
        await using OriginalPeer bob = new("Bob", _theirs, _ours);
        await using PeersUnderTest peers = Alice(Models.Silent);
        peers.Swarm.Start();
        for (uint id = 0; id < 50_000; id++)
            bob.Send("g", id);
        await Eventually.IsTrueAsync(() => peers.Recorder.Received.Count > 100, "a hundred messages", () => peers.Now);
        LedgerSnapshot end = await peers.Swarm.StopAsync(TimeSpan.Zero);

        Assert.InRange(end.MessagesReceived, 100, 49_999);
        Assert.Equal((end.MessagesReceived, 0), (end.ReceiptsSent, end.Undelivered));
        await Eventually.IsTrueAsync(
            () => bob.ReceivedReceipts.Count() == end.MessagesReceived,
            "all receipts",
            () => (end.MessagesReceived, bob.Received.Count)
        );
    }

    [Fact]
    public async Task Run_OriginalsSocketsBreak_DialsAgain()
    {
        await using OriginalPeer bob = new("Bob", _theirs, _ours);
        await using PeersUnderTest peers = Alice(Models.Every(TimeSpan.FromMilliseconds(5)));
        peers.Swarm.Start();
        for (int cut = 1; cut <= 5; cut++)
        {
            int before = peers.Recorder.Receipts.Count;
            await Eventually.IsTrueAsync(
                () => peers.Recorder.Receipts.Count > before + 3,
                "more receipts",
                () => peers.Now
            );
            bob.Cut();
        }
        uint[] received = [.. bob.ReceivedMessages];
        Assert.Equal(received.Distinct(), received);
        Assert.Empty(peers.Troubles);
    }

    /// <summary>One round in which both dial at the same time.</summary>
    /// <returns>Whether the round counts; not if the original dropped a socket.</returns>
    private async Task<bool> IdentifyAsync(int round)
    {
        TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        GatedDialer dialer = new(gate.Task);
        await using PeersUnderTest peers = Alice(Models.Every(TimeSpan.FromMilliseconds(5)), dialer);
        await using OriginalPeer bob = new("Bob", _theirs, _ours) { Gate = gate.Task };
        peers.Swarm.Start();
        bob.Send("g", 0);
        await Task.WhenAll(dialer.Connected.Task, bob.Connected.Task)
            .WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        gate.SetResult();
        await Eventually.IsTrueAsync(
            () => peers.Recorder.Receipts.Count >= 3 || bob.HasDroppedASocket,
            "three receipts",
            State
        );
        peers.Swarm.StopSending();
        await Eventually.IsTrueAsync(
            () =>
                (peers.Recorder.Receipts.Count == peers.Recorder.Sent.Count && bob.ReceivedReceipts.Any())
                || bob.HasDroppedASocket,
            "all receipts",
            State
        );
        if (bob.HasDroppedASocket)
            return false;

        Assert.Equal(peers.Recorder.Sent.Select(message => message.Id), bob.ReceivedMessages);
        Assert.Equal(0u, Assert.Single(peers.Recorder.Received).Id);
        Assert.Equal(0u, Assert.Single(bob.ReceivedReceipts));
        return true;

        object State() => $"round {round}: original dialled {bob.Dialled}, received {bob.Received.Count}; {peers.Now}";
    }

    private PeersUnderTest Alice(ConversationModel model, IDialer? dialer = null) =>
        new(
            [PeersUnderTest.User("Alice", _ours, model, ("g", [PeersUnderTest.Recipient("Bob", _theirs)]))],
            dialer: dialer
        );
}
