using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Links.Tests;

public sealed class LinkNetworkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly TestMember _near;
    private readonly TestMember _middle = new("middle");
    private readonly TestMember _far = new("far");
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public LinkNetworkTests()
    {
        _near = new TestMember("near", _clock);
        _near.Find(_middle.Id, _middle.Links.LocalEndPoint);
        _middle.Find(_far.Id, _far.Links.LocalEndPoint);
        _silent.Start();
    }

    public void Dispose()
    {
        _near.Dispose();
        _middle.Dispose();
        _far.Dispose();
        _silent.Dispose();
    }

    [Fact]
    public async Task Call_MemberCannotBeReached_FailsAndTheNextOneGoesThroughAnotherMember()
    {
        Assert.Equal("middle name", await _near.AskAsync(_middle.Id));

        await Assert.ThrowsAsync<UnreachableMemberException>(() => _near.AskAsync(_far.Id));

        Assert.Equal("far name", await _near.AskAsync(_far.Id));
        Assert.Equal("far age", await _near.AskAsync(_far.Id, "age"));
    }

    [Fact]
    public async Task Call_ThroughAnotherMemberAndRefused_FailsWithTheReason()
    {
        await _near.AskAsync(_middle.Id);
        await Assert.ThrowsAsync<UnreachableMemberException>(() => _near.AskAsync(_far.Id));

        UnreachableMemberException refusal = await Assert.ThrowsAsync<UnreachableMemberException>(() =>
            _near.AskAsync(_far.Id, "")
        );

        Assert.Equal("no question", refusal.Message);
    }

    [Fact]
    public async Task Call_RequestCannotBeWritten_FailsAndTheLinkServesTheNextOne()
    {
        Assert.Equal("middle name", await _near.AskAsync(_middle.Id));

        await Assert.ThrowsAsync<ArgumentNullException>(() => _near.AskAsync(_middle.Id, question: null!));

        Assert.Equal("middle age", await _near.AskAsync(_middle.Id, "age"));
    }

    [Fact]
    public async Task Call_MemberIsUnreachable_FailsWithoutLooping()
    {
        _middle.Find(_far.Id, null);
        _middle.Find(_near.Id, _near.Links.LocalEndPoint);
        await _near.AskAsync(_middle.Id);
        await Assert.ThrowsAsync<UnreachableMemberException>(() => _near.AskAsync(_far.Id));

        // Middle's own links include one to near, through which it must not send the request back.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            UnreachableMemberException failure = await Assert.ThrowsAsync<UnreachableMemberException>(() =>
                _near.AskAsync(_far.Id)
            );
            Assert.Contains("no way to far", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Call_NoResponse_IsProbedAfterASecondAndAResponseKeepsTheLink()
    {
        using SilentPeer peer = await DialSilentAsync();

        _clock.Advance(TimeSpan.FromSeconds(1.5));
        await peer.ReadAsync(LinkMessage.Ping);
        await peer.WriteAsync(LinkMessage.Pong, 0);
        await peer.WriteAsync(LinkMessage.Answer, peer.Call, [3, (byte)'y', (byte)'e', (byte)'s']);

        Assert.Equal("yes", await peer.Answer);
    }

    [Fact]
    public async Task Call_PeerIsSilentForThreeSeconds_FailsAndTheNextOneGoesThroughAnotherMember()
    {
        using SilentPeer peer = await DialSilentAsync();

        _clock.Advance(TimeSpan.FromSeconds(3.5));

        await Assert.ThrowsAsync<UnreachableMemberException>(() => peer.Answer);
        _near.Find(_far.Id, null);
        Assert.Equal("far name", await _near.AskAsync(_far.Id));
    }

    [Fact]
    public async Task Send_PeerDoesNotReadForThreeSeconds_LinkIsClosed()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_near.Links.LocalEndPoint, TestContext.Current.CancellationToken);
        using SilentPeer peer = new(socket, Task.FromResult(""));
        await peer.WriteAsync(LinkMessage.Hello, 0, [4, .. "test"u8, 3, .. "far"u8, 4, .. "near"u8]);
        await peer.WriteAsync(LinkMessage.Ping, 0);
        await peer.ReadAsync(LinkMessage.Pong);

        // More than the sockets' buffers hold, in messages without a response.
        await _near.SendAsync(_far.Id, messages: 64, bytes: 1 << 20);
        // Several times: the kernel may accept more bytes after an advance, which count as progress. It has room for a
        // few megabytes of the 64.
        for (int pause = 0; pause < 5; pause++)
        {
            await _near.PassAsync();
            _clock.Advance(TimeSpan.FromSeconds(3.5));
        }
        await _near.PassAsync(); // the tick has passed before the peer reads

        await peer.ReadToEndAsync();
    }

    [Fact]
    public async Task Probe_OfAnotherMember_IsAnswered()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_far.Links.LocalEndPoint, TestContext.Current.CancellationToken);
        using SilentPeer peer = new(socket, Task.FromResult(""));

        await peer.WriteAsync(LinkMessage.Hello, 0, [4, .. "test"u8, 4, .. "near"u8, 3, .. "far"u8]);
        await peer.WriteAsync(LinkMessage.Ping, 0);

        await peer.ReadAsync(LinkMessage.Pong);
    }

    [Fact]
    public async Task Call_WhileTheMemberIsForgotten_Fails()
    {
        _near.Find(_far.Id, (IPEndPoint)_silent.LocalEndpoint);
        Task<Task<string>> asking = _near.AskAgainAsync(_far.Id);
        using Socket first = await _silent
            .AcceptSocketAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

        _near.Lose(_far.Id);
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Task<string> second = await asking.WaitAsync(Patience, TestContext.Current.CancellationToken);
        using Socket dialledAgain = await _silent
            .AcceptSocketAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(0.5));

        await Assert.ThrowsAsync<UnreachableMemberException>(() =>
            second.WaitAsync(Patience, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Hello_ASecondOne_ClosesTheLink()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_far.Links.LocalEndPoint, TestContext.Current.CancellationToken);
        using SilentPeer peer = new(socket, Task.FromResult(""));

        await peer.WriteAsync(LinkMessage.Hello, 0, [4, .. "test"u8, 4, .. "near"u8, 3, .. "far"u8]);
        await peer.WriteAsync(LinkMessage.Hello, 0, [4, .. "test"u8, 4, .. "else"u8, 3, .. "far"u8]);

        await peer.ReadEndAsync();
    }

    [Fact]
    public void Dialled_ThreadCannotServeTheSocket_ClosesIt()
    {
        LinkLoop loop = new(new FullThread(), _clock);
        LinkNetwork network = new(
            new TestMember.TestDirectory(_near.Id),
            new LinkOptions("test", new IPEndPoint(IPAddress.Loopback, 0)),
            loop,
            [],
            _clock,
            NullLogger<LinkNetwork>.Instance
        );
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        Assert.Throws<Win32Exception>(() => network.Dialled(socket, _far.Id, null));

        Assert.Throws<ObjectDisposedException>(() => socket.Available);
        loop.Dispose();
    }

    /// <summary>A request of near to far, which accepts the connection and says nothing.</summary>
    private async Task<SilentPeer> DialSilentAsync()
    {
        await _near.AskAsync(_middle.Id);
        _near.Find(_far.Id, (IPEndPoint)_silent.LocalEndpoint);
        Task<string> answer = _near.AskAsync(_far.Id);
        SilentPeer peer = new(
            await _silent.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience),
            answer
        );
        await peer.ReadAsync(LinkMessage.Hello);
        await peer.ReadAsync(LinkMessage.FirstRequest);
        return peer;
    }

    /// <summary>The far end of a link as bytes.</summary>
    private sealed class SilentPeer(Socket socket, Task<string> answer) : IDisposable
    {
        private readonly NetworkStream _stream = new(socket, ownsSocket: true);

        /// <summary>The response to the request, as its sender sees it.</summary>
        public Task<string> Answer => answer;

        /// <summary>The number of the last message read that had one (other than 0).</summary>
        public byte Call { get; private set; }

        public async Task ReadAsync(LinkMessage expected)
        {
            byte[] length = new byte[sizeof(int)];
            await _stream.ReadExactlyAsync(length, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            byte[] message = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            await _stream.ReadExactlyAsync(message, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            Assert.Equal(expected, (LinkMessage)message[0]);
            if (message[1] != 0)
                Call = message[1];
        }

        public async Task WriteAsync(LinkMessage kind, byte call, params byte[] body) =>
            await _stream.WriteAsync(
                (byte[])[(byte)(2 + body.Length), 0, 0, 0, (byte)kind, call, .. body],
                TestContext.Current.CancellationToken
            );

        /// <summary>Reads the end of the stream.</summary>
        public async Task ReadEndAsync() =>
            Assert.Equal(
                0,
                await _stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience)
            );

        /// <summary>Reads and discards everything until the stream ends, or the connection is reset.</summary>
        public async Task ReadToEndAsync()
        {
            try
            {
                await _stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken).WaitAsync(Patience);
            }
            catch (IOException)
            {
                // A reset is an end, too.
            }
        }

        public void Dispose() => _stream.Dispose();
    }

    /// <summary>A thread that runs work at once and can serve the listener only.</summary>
    private sealed class FullThread : ILinkThread
    {
        public bool IsCurrent => true;

        public void Post(Action work) => work();

        public void OnIterationEnd(Action action) { }

        public void Watch(ILinkSocket socket)
        {
            if (socket is Link)
                throw new Win32Exception("no space left in the kernel's table");
        }

        public void Unwatch(ILinkSocket socket) { }
    }
}
