using System.Net.Sockets;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Messenger.Tests.Support;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Dialing;

/// <summary>
/// In the simulator, a port without a listener does not refuse connections: an attempt ends at its time limit and is
/// retried.
/// </summary>
public sealed class ConnectTimeLimitTests
{
    private static readonly TimeSpan Limit = new PeerSwarmOptions { Seed = 1 }.ConnectTimeLimit;

    [Fact]
    public async Task Dial_NoResponse_EndsAtTheLimitAndIsRetried()
    {
        FakeTimeProvider clock = new();
        SilentDialer dialer = new();
        await using PeersUnderTest peers = new(
            [
                PeersUnderTest.User(
                    "Alice",
                    new HostPort(Loopback.NextAddress(), 7001),
                    Models.Every(TimeSpan.FromMilliseconds(10)),
                    ("g", [PeersUnderTest.Recipient("Bob", new HostPort("bob", 1))])
                ),
            ],
            clock,
            dialer
        );
        peers.Swarm.Start();

        await Eventually.HappensAsync(
            clock,
            TimeSpan.FromMilliseconds(10),
            () => dialer.Attempts == 1,
            "the first attempt"
        );
        clock.Advance(Limit - TimeSpan.FromSeconds(1));
        Assert.Empty(peers.Now.LinkEnds);
        await Eventually.HappensAsync(
            clock,
            TimeSpan.FromMilliseconds(100),
            () => peers.Now.LinkEnds.ContainsKey(LinkEnd.TimedOut),
            "the time limit"
        );
        await Eventually.HappensAsync(
            clock,
            TimeSpan.FromMilliseconds(100),
            () => dialer.Attempts > 1,
            "the next attempt"
        );
    }

    private sealed class SilentDialer : IDialer
    {
        private int _attempts;

        public int Attempts => Volatile.Read(ref _attempts);

        public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _attempts);
            TaskCompletionSource<Socket> never = new();
            return await never.Task.WaitAsync(cancellationToken);
        }
    }
}
