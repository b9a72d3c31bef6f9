using System.Net;
using System.Net.Sockets;
using MGen.Contract;
using MGen.Gateway;
using MGen.Wire;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Server.Tests;

/// <summary>A client's violation ends its own connection, with a reason in the log, and nothing else.</summary>
public sealed class BadBytesTests
{
    private static readonly Identifier Alice = Identifier.Create("alice");
    private static readonly Identifier Group = Identifier.Create("g");

    /// <summary>A description, the reason in the log, and the bytes after a valid handshake.</summary>
    public static TheoryData<string, string, byte[]> BadFrames =>
        new()
        {
            { "header too short", "MalformedFrame:HeaderTooShort", [0, 0, 0, 3] },
            { "header of no bytes", "MalformedFrame:HeaderTooShort", [0, 0, 0, 0] },
            { "header too long", "MalformedFrame:HeaderTooLong", [0xff, 0xff, 0xff, 0xff] },
            { "header above the limit by one", "MalformedFrame:HeaderTooLong", [0, 0, 0x08, 0x15] },
            { "sender longer than header", "MalformedFrame:LengthMismatch", Patched(4, 0xff) },
            { "target shorter than header", "MalformedFrame:LengthMismatch", Patched(16, 0) },
            { "other sender", "WrongSender", Bytes(Frame.Message(Identifier.Create("mallory"), Group, 0, 160)) },
            { "other group", "WrongGroup", Bytes(Frame.Message(Alice, Identifier.Create("h"), 0, 160)) },
            {
                "receipt of another",
                "WrongSender",
                Bytes(Frame.Receipt(Identifier.Create("mallory"), Identifier.Create("bob"), 0))
            },
            { "receipt for bad UTF-8", "MalformedFrame", ReceiptFor(0xff) },
            { "receipt for a comma", "MalformedFrame", ReceiptFor((byte)',') },
            { "receipt for a newline", "MalformedFrame", ReceiptFor((byte)'\n') },
        };

    /// <summary>The reason in the log, and an invalid handshake.</summary>
    public static TheoryData<string, byte[]> BadHandshakes =>
        new()
        {
            { "IdentifierTooLong", [0, 0, 4, 1] },
            { "IdentifierTooLong", [0xff, 0xff, 0xff, 0xff] },
            { "EmptyIdentifier", [0, 0, 0, 0, 0, 0, 0, 1, 0x67] },
            { "InvalidUtf8", [0, 0, 0, 1, 0xff, 0, 0, 0, 1, 0x67] },
            { "ForbiddenCharacter", [0, 0, 0, 1, 0x2c, 0, 0, 0, 1, 0x67] },
        };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task BadFrame_EndsItsConnectionWithAReason_OthersContinue(string what, string reason, byte[] bytes)
    {
        Assert.NotEmpty(what);
        await using ServerFixture server = await ServerFixture.StartAsync();
        await using WireClient alice = await ConnectAsync(server, "alice");
        await using WireClient bob = await ConnectAsync(server, "bob");

        await alice.SendAsync([Frame.Message(Alice, Group, 1, 160)]);
        await alice.SendAsync(bytes);

        Assert.Equal(1u, (await bob.ReadAsync())!.Value.Id);
        Assert.Null(await alice.ReadAsync());
        await server.Log.WaitForAsync($"refused,alice,g,{reason}");
        await server.Log.WaitForAsync("terminated,alice,g");
        await AssertServesOnAsync(server, bob);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(40)]
    public async Task StreamEndsInsideAFrame_FrameIsNotRelayed(int bytes)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        await using WireClient alice = await ConnectAsync(server, "alice");
        await using WireClient bob = await ConnectAsync(server, "bob");

        await alice.SendAsync(Bytes(Frame.Message(Alice, Group, 1, 160)).AsMemory(0, bytes));
        await alice.FinishAsync();

        Assert.Null(await alice.ReadAsync());
        await server.Log.WaitForAsync("failed,receive,unexpected end of file");
        await AssertServesOnAsync(server, bob);
    }

    [Theory]
    [MemberData(nameof(BadHandshakes))]
    public async Task BadHandshake_IsClosedAndLogged(string reason, byte[] bytes)
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        await using WireClient client = await WireClient.DialAsync(server.Address);

        await client.SendAsync(bytes);

        Assert.Null(await client.ReadAsync());
        await server.Log.WaitForAsync($"failed,handshake,{reason}");
        await using WireClient bob = await ConnectAsync(server, "bob");
        await AssertServesOnAsync(server, bob);
    }

    /// <summary>
    /// A client of the original reconnects at once, each time: the server slows it down by ending the connection later.
    /// </summary>
    [Fact]
    public async Task BadHandshake_MoreOftenThanAllowed_ConnectionEndsLater()
    {
        FakeTimeProvider clock = new();
        MessageServerOptions options = new()
        {
            Gateway = new GatewaySettings { ConnectionsPerSecond = 1, ConnectionBurst = 2 },
        };
        await using ServerFixture server = await ServerFixture.StartAsync(options, clock);
        await using WireClient first = await SendBadHandshakeAsync(server);
        await using WireClient second = await SendBadHandshakeAsync(server);
        Assert.Null(await first.ReadAsync());
        Assert.Null(await second.ReadAsync());

        await using WireClient third = await SendBadHandshakeAsync(server);
        Task<Frame?> end = third.ReadAsync();
        await server.Log.WaitForAsync("failed,handshake,ForbiddenCharacter", 3);
        await using WireClient alice = await ConnectAsync(server, "alice"); // others are not delayed
        Assert.False(end.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await end);
        Assert.Contains("127.0.0.1 sends more than 1 invalid handshakes", server.Warnings, StringComparison.Ordinal);
    }

    private static async Task<WireClient> SendBadHandshakeAsync(ServerFixture server)
    {
        WireClient client = await WireClient.DialAsync(server.Address);
        await client.SendAsync((byte[])[0, 0, 0, 1, 0x2c, 0, 0, 0, 1, 0x67]);
        return client;
    }

    [Fact]
    public async Task GarbageInsteadOfTls_IsClosedAndLogged()
    {
        await using ServerFixture server = await ServerFixture.StartAsync();
        using Socket socket = await DialAsync(server.Address);

        await socket.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());

        await server.Log.WaitForAsync("failed,tls,");
        await using WireClient bob = await ConnectAsync(server, "bob");
        await AssertServesOnAsync(server, bob);
    }

    [Fact]
    public async Task SilenceAndSlowness_EndAtTheHandshakeTimeout()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(
            new MessageServerOptions
            {
                Gateway = new GatewaySettings { HandshakeTimeout = TimeSpan.FromMilliseconds(500) },
            }
        );
        using Socket silent = await DialAsync(server.Address);
        await server.Log.WaitForAsync("failed,tls,timed out");
        await using WireClient slow = await WireClient.DialAsync(server.Address);
        await slow.SendAsync(new byte[] { 0, 0, 0 });

        Assert.Equal(
            0,
            await silent.ReceiveAsync(new byte[1], SocketFlags.None, TestContext.Current.CancellationToken)
        );
        Assert.Null(await slow.ReadAsync());
        await server.Log.WaitForAsync("failed,handshake,timed out");
    }

    [Fact]
    public async Task ConnectionsAboveTheLimit_AreClosed_UntilOneEnds()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(
            new MessageServerOptions { Gateway = new GatewaySettings { MaxConnections = 1 } }
        );
        await using WireClient alice = await ConnectAsync(server, "alice");

        await Assert.ThrowsAnyAsync<IOException>(() => WireClient.DialAsync(server.Address));

        await server.Log.WaitForAsync("failed,accept,too many connections");
    }

    [Fact]
    public async Task ConnectionsInTheirHandshake_CountForTheLimit()
    {
        await using ServerFixture server = await ServerFixture.StartAsync(
            new MessageServerOptions { Gateway = new GatewaySettings { MaxConnections = 1 } }
        );
        using Socket silent = await DialAsync(server.Address);
        await server.Log.WaitForAsync("accept");

        await Assert.ThrowsAnyAsync<IOException>(() => WireClient.DialAsync(server.Address));

        await server.Log.WaitForAsync("failed,accept,too many connections");
    }

    private static async Task<WireClient> ConnectAsync(ServerFixture server, string user)
    {
        WireClient client = await WireClient.ConnectAsync(server.Address, user, "g");
        await server.Log.WaitForAsync($"register,{user},g");
        return client;
    }

    private static async Task AssertServesOnAsync(ServerFixture server, WireClient bob)
    {
        await using WireClient carol = await ConnectAsync(server, "carol");
        await carol.SendAsync([Frame.Message(Identifier.Create("carol"), Group, 77, 160)]);
        Assert.Equal(77u, (await bob.ReadAsync())!.Value.Id);
        Assert.Equal("", server.Warnings);
    }

    private static async Task<Socket> DialAsync(IPEndPoint server)
    {
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server);
        return socket;
    }

    private static byte[] Bytes(Frame frame)
    {
        byte[] bytes = new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];
        return bytes[..frame.WriteTo(bytes)];
    }

    private static byte[] Patched(int offset, byte value)
    {
        byte[] bytes = Bytes(Frame.Message(Alice, Group, 0, 160));
        bytes[offset] = value;
        return bytes;
    }

    /// <summary>A receipt for a user whose name is this one byte.</summary>
    private static byte[] ReceiptFor(byte name)
    {
        byte[] bytes = Bytes(Frame.Receipt(Alice, Identifier.Create("b"), 0));
        bytes[Frame.Receipt(Alice, Identifier.Create("b"), 0).Header.Length - 9] = name;
        return bytes;
    }
}
