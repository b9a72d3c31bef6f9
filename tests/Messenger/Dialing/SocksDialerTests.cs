using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Messenger.Dialing;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Messenger.Tests.Support;
using MGen.Model.Configuration;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Dialing;

/// <summary>The dialer with a proxy that fails in every way, over real sockets.</summary>
public sealed class SocksDialerTests : IAsyncDisposable
{
    private static readonly HostPort Chat = new("chat.example", 6397);
    private static readonly byte[] Granted = [5, 0, 0, 1, 127, 0, 0, 1, 0, 0];

    private readonly FakeTimeProvider _clock = new();
    private readonly DeadlineScheduler _scheduler;
    private readonly Ledger _ledger = new();
    private readonly FakeProxy _proxy = new();

    public SocksDialerTests() => _scheduler = new DeadlineScheduler(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _scheduler.Dispose();
    }

    [Theory]
    [InlineData("chat.example")]
    [InlineData("expyuzz4wqqyqhjn.onion")]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    public async Task DialAsync_AnyTarget_ReachesTheProxyUnresolved(string host)
    {
        using Socket listener = Listen(out HostPort target);
        _proxy.Hosts[host] = target;
        using Socket socket = await Dial(new HostPort(host, 6397));
        using Socket accepted = await listener.AcceptAsync(Cancel);
        Assert.Equal(4, await socket.SendAsync("ping"u8.ToArray(), Cancel));
        byte[] buffer = new byte[4];
        Assert.Equal(4, await accepted.ReceiveAsync(buffer, Cancel));
        Assert.Equal("ping", Encoding.ASCII.GetString(buffer));
        Assert.Equal(new ProxyCall("Alice", "tea", new HostPort(host, 6397)), Assert.Single(_proxy.Calls));
        Assert.True(socket.NoDelay);
        Assert.Empty(_ledger.Snapshot(0, 0).SocksFailures);
    }

    [Fact]
    public async Task DialAsync_ProxyByName_IsResolved()
    {
        _proxy.Script = _proxy.Saying([5, 0], Granted);
        using Socket socket = await Dial(Chat, new HostPort("localhost", _proxy.Address.Port));
        Assert.True(socket.Connected);
    }

    [Fact]
    public async Task DialAsync_ProxyWithoutAuthentication_ConnectsAndIsCounted()
    {
        _proxy.Script = _proxy.Saying([5, 0], Granted);
        (await Dial(Chat)).Dispose();
        Assert.Equal(1, _ledger.UnisolatedConnections);
        (await Dial(Chat, isolation: SocksIsolation.None)).Dispose();
        Assert.Equal(1, _ledger.UnisolatedConnections);
    }

    [Fact]
    public async Task DialAsync_RepliesByteByByteFollowedByTheTarget_LeavesTheTargetsBytesInTheSocket()
    {
        _proxy.Script = async stream =>
        {
            foreach (byte one in (byte[])[5, 2, 1, 0, .. Granted, .. "hello"u8])
            {
                await stream.WriteAsync(new[] { one }, Cancel);
                await Task.Yield();
            }
            await _proxy.Saying()(stream);
        };
        using Socket socket = await Dial(Chat);
        using NetworkStream stream = new(socket);
        byte[] words = new byte[5];
        await stream.ReadExactlyAsync(words, Cancel);
        Assert.Equal("hello", Encoding.ASCII.GetString(words));
    }

    [Theory]
    [InlineData(1, SocksFailure.GeneralFailure, SocketError.SocketError, false)]
    [InlineData(2, SocksFailure.NotAllowed, SocketError.AccessDenied, false)]
    [InlineData(3, SocksFailure.NetworkUnreachable, SocketError.NetworkUnreachable, false)]
    [InlineData(4, SocksFailure.HostUnreachable, SocketError.HostUnreachable, false)]
    [InlineData(5, SocksFailure.ConnectionRefused, SocketError.ConnectionRefused, false)]
    [InlineData(6, SocksFailure.TtlExpired, SocketError.TimedOut, false)]
    [InlineData(7, SocksFailure.CommandNotSupported, SocketError.OperationNotSupported, true)]
    [InlineData(8, SocksFailure.AddressTypeNotSupported, SocketError.AddressFamilyNotSupported, true)]
    [InlineData(9, SocksFailure.UnknownReply, SocketError.SocketError, false)]
    [InlineData(0xF0, SocksFailure.OnionNotFound, SocketError.HostNotFound, false)]
    [InlineData(0xF6, SocksFailure.OnionAddressInvalid, SocketError.AddressFamilyNotSupported, true)]
    public async Task DialAsync_ProxyRefuses_IsClassifiedAndCounted(
        byte reply,
        SocksFailure expected,
        SocketError error,
        bool isFatal
    )
    {
        _proxy.Reply = _ => reply;
        SocksException failure = await FailsAsync(expected);
        Assert.Equal((error, isFatal), (failure.SocketErrorCode, failure.IsFatal));
        Assert.Equal($"SOCKS {expected}: chat.example:6397 through {_proxy.Address}", failure.Message);
    }

    [Fact]
    public async Task DialAsync_ProxyRejectsThePassword_IsFatal()
    {
        _proxy.Judge = _ => 1;
        Assert.True((await FailsAsync(SocksFailure.CredentialsRejected)).IsFatal);
    }

    [Fact]
    public async Task DialAsync_ProxyAcceptsNoMethod_IsFatal()
    {
        _proxy.Script = _proxy.Saying([5, 0xFF]);
        Assert.True((await FailsAsync(SocksFailure.NoAcceptableMethod)).IsFatal);
    }

    [Fact]
    public async Task DialAsync_NameTooLong_IsFatalWithoutAConnection()
    {
        SocksException failure = await Assert.ThrowsAsync<SocksException>(() =>
            Dial(Chat, recipient: new string('x', 256))
        );
        Assert.Equal((SocksFailure.NameTooLong, true), (failure.Failure, failure.IsFatal));
        Assert.Empty(_proxy.Calls);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("\u0004\u005a")]
    public async Task DialAsync_OtherProtocol_IsMalformed(string rubbish)
    {
        _proxy.Script = _proxy.Saying(Encoding.Latin1.GetBytes(rubbish));
        await FailsAsync(SocksFailure.Malformed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("05")]
    [InlineData("0502")]
    [InlineData("050201")]
    [InlineData("05020100")]
    [InlineData("05020100050000017f0000010")]
    [InlineData("0502010005000003ff6162")]
    public async Task DialAsync_ProxyClosesAtAnyByte_IsClosed(string hexBeforeDeath)
    {
        byte[] bytes = Convert.FromHexString(hexBeforeDeath[..(hexBeforeDeath.Length / 2 * 2)]);
        _proxy.Script = stream => stream.WriteAsync(bytes, Cancel).AsTask();
        await FailsAsync(SocksFailure.ProxyClosed);
    }

    [Fact]
    public async Task DialAsync_ProxyResetsTheConnection_IsClosed()
    {
        _proxy.Script = async stream =>
        {
            await stream.ReadExactlyAsync(new byte[4], Cancel);
            stream.Socket.Close(timeout: 0);
        };
        await FailsAsync(SocksFailure.ProxyClosed);
    }

    [Fact]
    public async Task DialAsync_NoListener_IsUnreachable()
    {
        using Socket listener = Listen(out HostPort nobody);
        listener.Dispose();
        SocksException failure = await Assert.ThrowsAsync<SocksException>(() => Dial(Chat, nobody));
        Assert.Equal((SocksFailure.ProxyUnreachable, false), (failure.Failure, failure.IsFatal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0502")]
    public async Task DialAsync_ProxyStallsBeforeTheRequest_IsSilentAfterItsTimeLimit(string hexBeforeStall)
    {
        int heard = 0;
        _proxy.Script = async stream =>
        {
            await stream.WriteAsync(Convert.FromHexString(hexBeforeStall), Cancel);
            Volatile.Write(ref heard, await stream.ReadAsync(new byte[100], Cancel));
            await _proxy.Saying()(stream);
        };
        Task<Socket> dialling = Dial(Chat);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref heard) > 0, "the greeting");
        _clock.Advance(SocksDialer.NegotiationTimeLimit - TimeSpan.FromMilliseconds(1));
        Assert.False(dialling.IsCompleted);
        await Eventually.HappensAsync(
            _clock,
            TimeSpan.FromMilliseconds(1),
            () => dialling.IsCompleted,
            "the time limit"
        );
        Assert.Equal(SocksFailure.ProxySilent, (await Assert.ThrowsAsync<SocksException>(() => dialling)).Failure);
    }

    [Fact]
    public async Task DialAsync_SlowTarget_WaitsForTheCallersLimit()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _proxy.Reply = _ =>
        {
            asked.SetResult();
            _proxy.Script = _proxy.Saying();
            throw new IOException("never answers");
        };
        _proxy.Script = async stream =>
        {
            try
            {
                await _proxy.ServeAsync(stream);
            }
            catch (IOException)
            {
                await _proxy.Saying()(stream);
            }
        };
        using CancellationTokenSource caller = new();
        Task<Socket> dialling = Dial(Chat, caller: caller);
        await asked.Task.WaitAsync(Eventually.Patience, Cancel);
        _clock.Advance(10 * SocksDialer.NegotiationTimeLimit);
        Assert.False(dialling.IsCompleted);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dialling);
        Assert.Empty(_ledger.Snapshot(0, 0).SocksFailures);
    }

    private async Task<SocksException> FailsAsync(SocksFailure expected)
    {
        SocksException failure = await Assert.ThrowsAsync<SocksException>(() => Dial(Chat));
        Assert.Equal(expected, failure.Failure);
        Assert.Equal(new Dictionary<SocksFailure, long> { [expected] = 1 }, _ledger.Snapshot(0, 0).SocksFailures);
        return failure;
    }

    private Task<Socket> Dial(
        HostPort target,
        HostPort? proxy = null,
        SocksIsolation isolation = SocksIsolation.Conversation,
        string recipient = "tea",
        CancellationTokenSource? caller = null
    )
    {
        Dialers dialers = new(new DirectDialer(_clock, new SocketSettings(connections: 1)), _scheduler, _ledger);
        return dialers
            .For(proxy ?? _proxy.Address, isolation)
            .DialAsync(new DialRequest(target, "Alice", recipient), caller?.Token ?? Cancel);
    }

    private static Socket Listen(out HostPort address)
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        address = new HostPort("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port);
        return listener;
    }
}
