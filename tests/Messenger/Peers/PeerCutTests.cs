using MGen.Messenger.Measurement;
using MGen.Messenger.Tests.Support;
using MGen.Wire;

namespace MGen.Messenger.Tests.Peers;

/// <summary>Two peers of this project whose connections are cut repeatedly. Each counts its own frames.</summary>
public sealed class PeerCutTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Run_CutAtRandomBytes_EveryFrameArrivesOnceAndInOrder(int seed)
    {
        string host = Loopback.NextAddress();
        HostPort alice = new(host, 20_001),
            bob = new(host, 20_002);
        CuttingDialer dialer = new(seed, cuts: 40);
        await using PeersUnderTest one = new(
            [
                PeersUnderTest.User(
                    "Alice",
                    alice,
                    Models.Every(TimeSpan.FromMilliseconds(3), blocks: 2),
                    ("g", [PeersUnderTest.Recipient("Bob", bob)])
                ),
            ],
            dialer: dialer
        );
        await using PeersUnderTest other = new(
            [
                PeersUnderTest.User(
                    "Bob",
                    bob,
                    Models.Every(TimeSpan.FromMilliseconds(4)),
                    ("g", [PeersUnderTest.Recipient("Alice", alice)])
                ),
            ],
            dialer: dialer
        );
        one.Swarm.Start();
        other.Swarm.Start();
        await Eventually.IsTrueAsync(() => dialer.CutsLeft == 0, "40 cuts", () => dialer.CutsLeft);
        LedgerSnapshot[] ends = await Task.WhenAll(one.Swarm.StopAsync(Grace), other.Swarm.StopAsync(Grace));

        AssertAllArrived(one.Recorder, other.Recorder);
        AssertAllArrived(other.Recorder, one.Recorder);
        Assert.All(ends, end => Assert.Equal((0, 0, 0), (end.Undelivered, end.Dropped, end.Faults)));
    }

    private static void AssertAllArrived(Recorder sender, Recorder receiver)
    {
        uint[] sent = [.. sender.Sent.Select(message => message.Id)];
        Assert.True(sent.Length > 20, $"only {sent.Length} messages were made");
        Assert.Equal(sent, receiver.Received.Select(message => message.Id));
        Assert.Equal(sent, sender.Receipts.Select(receipt => receipt.Id));
    }
}
