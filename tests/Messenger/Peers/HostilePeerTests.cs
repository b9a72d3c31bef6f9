using System.Net;
using System.Net.Sockets;
using MGen.Messenger.Links;
using MGen.Messenger.Peers;
using MGen.Messenger.Tests.Support;
using MGen.Messenger.Tests.Support.Originals;
using MGen.Wire;

namespace MGen.Messenger.Tests.Peers;

/// <summary>Any bytes sent to a listener end at most their own connection.</summary>
public sealed class HostilePeerTests : IAsyncDisposable
{
    private readonly HostPort _alice;
    private readonly PeersUnderTest _peers;
    private readonly List<Socket> _sockets = [];

    public HostilePeerTests() => _peers = Start(Eventually.Patience, out _alice);

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await _peers.DisposeAsync();
    }

    [Fact]
    public Task Connect_UnknownName_IsRefusedAndReported() =>
        AssertRefusedAsync(PeerIntroduction.ToBytes(Identifier.Create("Mallory")), LinkEnd.UnknownUser, "Mallory");

    [Fact]
    public Task Connect_ImmenseNameLength_IsRefusedAndReported() =>
        AssertRefusedAsync([0xff, 0xff, 0xff, 0xff], LinkEnd.Violation, nameof(WireViolation.IdentifierTooLong));

    [Fact]
    public Task Connect_NameThatIsNoText_IsRefusedAndReported() =>
        AssertRefusedAsync([0, 0, 0, 2, 0xc3, 0x28], LinkEnd.Violation, nameof(WireViolation.InvalidUtf8));

    [Fact]
    public Task Frame_ImmenseHeader_ClosesTheConnectionAndIsReported() =>
        AssertRefusedAsync(
            [.. FromBob, 0xff, 0xff, 0xff, 0xff],
            LinkEnd.Violation,
            nameof(WireViolation.HeaderTooLong)
        );

    [Fact]
    public Task Frame_HeaderBelowItsOwnLength_ClosesTheConnectionAndIsReported() =>
        AssertRefusedAsync([.. FromBob, 0, 0, 0, 3], LinkEnd.Violation, nameof(WireViolation.HeaderTooShort));

    [Fact]
    public Task Frame_AnotherSender_ClosesTheConnectionAndIsReported() =>
        AssertRefusedAsync(
            [
                .. FromBob,
                .. SocketBytes.Encode(Frame.Message(Identifier.Create("Carol"), Identifier.Create("g"), 0, 160)),
            ],
            LinkEnd.Violation,
            "another sender"
        );

    [Fact]
    public async Task Connect_Silent_IsClosedAtTheTimeLimit()
    {
        await using PeersUnderTest peers = Start(TimeSpan.FromSeconds(1), out HostPort alice);
        Socket socket = await ConnectAsync(alice);
        Assert.Equal(
            0,
            await socket.ReceiveAsync(new byte[1]).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken)
        );
        Assert.Equal(1, peers.Now.LinkEnds[LinkEnd.TimedOut]);
    }

    [Fact]
    public async Task Frame_UnknownGroup_IsDroppedAndReportedAndTheConnectionStays()
    {
        Socket socket = await ConnectAsync();
        Identifier bob = Identifier.Create("Bob");
        await SocketBytes.TrySendAsync(socket, FromBob);
        await SocketBytes.TrySendAsync(
            socket,
            SocketBytes.Encode(Frame.Message(bob, Identifier.Create("elsewhere"), 0, 160))
        );
        await SocketBytes.TrySendAsync(socket, SocketBytes.Encode(Frame.Message(bob, Identifier.Create("g"), 7, 160)));
        await Eventually.IsTrueAsync(
            () => _peers.Recorder.Received.Contains(("Alice", "Bob", 7u)),
            "the frame behind it"
        );
        Assert.Contains(_peers.Troubles, trouble => trouble.Contains("no conversation", StringComparison.Ordinal));
        Assert.Equal(1, _peers.Now.Dropped);
    }

    [Fact]
    public async Task Connect_AbovePairLimit_ClosesTheOldest()
    {
        await AssertOthersGoOnAsync();
        for (int i = 0; i < 20; i++)
            await SocketBytes.TrySendAsync(await ConnectAsync(), FromBob);
        await Eventually.IsTrueAsync(
            () => _peers.Now.LinkEnds.GetValueOrDefault(LinkEnd.TooMany) >= 12,
            "closed connections",
            () => _peers.Now.LinkEnds.GetValueOrDefault(LinkEnd.TooMany)
        );
        await AssertOthersGoOnAsync();
    }

    [Fact]
    public async Task Connect_RandomBytes_EndOnlyTheirConnections()
    {
        Random random = new(5);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            await SocketBytes.TrySendAsync(await ConnectAsync(), i % 2 == 0 ? bytes : [.. FromBob, .. bytes]);
            _sockets[^1].Dispose();
        }
        await AssertOthersGoOnAsync();
    }

    [Fact]
    public async Task Connect_AboveUnintroducedLimit_IsRefusedWhileKnownPeersStay()
    {
        for (int i = 0; i <= PeerListener.MaxUnintroduced; i++)
            await ConnectAsync();
        await Eventually.IsTrueAsync(
            () => _peers.Now.LinkEnds.GetValueOrDefault(LinkEnd.TooMany) > 0,
            "a refused one",
            () => _peers.Now
        );
        await AssertOthersGoOnAsync();
    }

    private static byte[] FromBob => PeerIntroduction.ToBytes(Identifier.Create("Bob"));

    private async Task AssertRefusedAsync(byte[] bytes, LinkEnd why, string text)
    {
        Socket socket = await ConnectAsync();
        await SocketBytes.TrySendAsync(socket, bytes);
        Frame? answer;
        do answer = await SocketBytes.ReadFrameAsync(socket, TestContext.Current.CancellationToken);
        // A connection that introduces itself as Bob receives Bob's frames until it violates the protocol.
        while (answer is not null && bytes.AsSpan().StartsWith(FromBob));
        Assert.Null(answer);
        Assert.Contains(
            _peers.Troubles,
            trouble =>
                trouble.Contains(why.ToString(), StringComparison.Ordinal)
                && trouble.Contains(text, StringComparison.Ordinal)
        );
        await Eventually.IsTrueAsync(() => _peers.Now.LinkEnds.GetValueOrDefault(why) > 0, $"{why} in the counts");
        await AssertOthersGoOnAsync();
    }

    private async Task AssertOthersGoOnAsync()
    {
        int before = _peers.Recorder.Receipts.Count;
        await Eventually.IsTrueAsync(() => _peers.Recorder.Receipts.Count > before + 2, "further receipts");
        Assert.Equal(0, _peers.Now.Faults);
    }

    private Task<Socket> ConnectAsync() => ConnectAsync(_alice);

    private async Task<Socket> ConnectAsync(HostPort to)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        await socket.ConnectAsync(IPAddress.Parse(to.Host), to.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    /// <summary>Alice, who sends, and Bob, who only receives.</summary>
    /// <param name="connectTimeLimit">
    /// Time limit of the introduction. Longer than a busy machine needs for a thousand connections, unless the test is
    /// about this limit.
    /// </param>
    /// <param name="alice">The address at which Alice listens.</param>
    private static PeersUnderTest Start(TimeSpan connectTimeLimit, out HostPort alice)
    {
        string host = Loopback.NextAddress();
        (alice, HostPort bob) = (new HostPort(host, 20_001), new HostPort(host, 20_002));
        PeersUnderTest peers = new(
            [
                PeersUnderTest.User(
                    "Alice",
                    alice,
                    Models.Every(TimeSpan.FromMilliseconds(20)),
                    ("g", [PeersUnderTest.Recipient("Bob", bob)])
                ),
                PeersUnderTest.User("Bob", bob, Models.Silent, ("g", [PeersUnderTest.Recipient("Alice", alice)])),
            ],
            connectTimeLimit: connectTimeLimit
        );
        peers.Swarm.Start();
        return peers;
    }
}
