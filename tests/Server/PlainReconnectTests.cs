using System.Net.Sockets;
using MGen.Contract;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>
/// What is possible on the original's wire: a client that closes in order and reads everything misses nothing and
/// receives nothing twice.
/// </summary>
public sealed class PlainReconnectTests
{
    [Theory]
    [InlineData(TlsEngineKind.Auto, 300)]
    [InlineData(TlsEngineKind.Managed, 100)]
    public async Task Plain_ClosesInOrderWhileMessagesArrive_EachArrivesOnce(TlsEngineKind engine, int rounds)
    {
        Random random = new(1);
        await using ServerFixture server = await StartAsync(engine);
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await server.Log.WaitForAsync("register,alice,g");
        uint sent = 0;
        List<uint> got = [];
        for (int round = 0; round < rounds; round++)
        {
            await using WireClient bob = await WireClient.ConnectAsync(server.Address, "bob", "g");
            if (round == 0)
                await server.Log.WaitForAsync("register,bob,g");
            Frame[] frames = Messages(sent, (uint)random.Next(6), 160);
            sent += (uint)frames.Length;
            Task sending = alice.SendAsync(frames);
            if (random.Next(3) == 0 && got.Count < sent)
                got.Add((await bob.ReadAsync())!.Value.Id);
            else if (random.Next(2) == 0)
                await sending;
            await bob.FinishAsync();
            got.AddRange((await bob.ReadToEndAsync()).Select(frame => frame.Id));
            await sending;
        }
        await FinishReadingAsync(server, got, sent);

        Assert.Equal(Enumerable.Range(0, (int)sent).Select(id => (uint)id), got);
    }

    [Theory]
    [InlineData(TlsEngineKind.Auto)]
    [InlineData(TlsEngineKind.Managed)]
    public async Task Plain_ClosesInOrderWithMuchInFlight_EachArrivesOnce(TlsEngineKind engine)
    {
        // 22 MB: more than both kernels' buffers hold, which by default grow to some 10 MB together
        const uint Count = 10_000;
        await using ServerFixture server = await StartAsync(engine);
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await using WireClient bob = await WireClient.ConnectAsync(server.Address, "bob", "g");
        await server.Log.WaitForAsync("register,", 2);
        await alice.SendAsync(Messages(0, Count, WireLimits.MaxInlineBodyBytes));
        await server.Log.WaitForAsync("received,alice,g", (int)Count);

        await bob.FinishAsync();
        List<uint> got = [.. (await bob.ReadToEndAsync()).Select(frame => frame.Id)];
        Assert.InRange(got.Count, 1, (int)Count - 1);
        await FinishReadingAsync(server, got, Count);

        Assert.Equal(Enumerable.Range(0, (int)Count).Select(id => (uint)id), got);
    }

    [Theory]
    [InlineData(TlsEngineKind.Auto)]
    [InlineData(TlsEngineKind.Managed)]
    public async Task Plain_ClosesInOrderButReadsLate_FramesBeyondItsBufferArriveOnTheNextConnectionOnly(
        TlsEngineKind engine
    )
    {
        const uint Count = 2_000; // 4.5 MB, far more than its small buffer holds
        await using ServerFixture server = await StartAsync(engine);
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await using WireClient bob = await WireClient.DialAsync(server.Address, receiveBuffer: 16 * 1024);
        await bob.IntroduceAsync("bob", "g");
        await server.Log.WaitForAsync("register,", 2);
        await alice.SendAsync(Messages(0, Count, WireLimits.MaxInlineBodyBytes));
        await server.Log.WaitForAsync("received,alice,g", (int)Count);

        await bob.FinishAsync();
        await using WireClient next = await WireClient.ConnectAsync(server.Address, "bob", "g");
        // The member has left: from now on the old connection receives nothing.
        uint first = (await next.ReadAsync())!.Value.Id;
        List<uint> got = [.. (await bob.ReadToEndAsync()).Select(frame => frame.Id), first];
        while (got[^1] != Count - 1)
            got.Add((await next.ReadAsync())!.Value.Id);

        Assert.Equal(Enumerable.Range(0, (int)Count).Select(id => (uint)id), got);
    }

    [Fact]
    public async Task Plain_TcpEndsWithoutCloseNotify_StaysAMember()
    {
        await using ServerFixture server = await StartAsync(TlsEngineKind.Auto);
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await using WireClient bob = await WireClient.ConnectAsync(server.Address, "bob", "g");
        await server.Log.WaitForAsync("register,", 2);

        bob.HalfClose();
        Assert.Null(await bob.ReadAsync()); // the server ends its half, too
        await server.Log.WaitForAsync("terminated,bob,g");
        await alice.SendAsync(Messages(0, 10, 160));
        await server.Log.WaitForAsync("received,alice,g", 10);
        List<uint> got = [];
        await FinishReadingAsync(server, got, 10);

        Assert.Equal(10, got.Count);
    }

    /// <summary>
    /// A kernel may acknowledge late what its program has read: a reset within this time after the frame must not cause
    /// a retransmission. The time is what is tested.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(200)]
    public async Task Plain_IsResetAfterItHasRead_ReceivesNothingTwice(int milliseconds)
    {
        const int Rounds = 10;
        await using ServerFixture server = await StartAsync(TlsEngineKind.Auto);
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await server.Log.WaitForAsync("register,alice,g");
        List<uint> got = [];
        for (uint round = 0; round < Rounds; round++)
        {
            Socket? socket = null;
            await using WireClient bob = await WireClient.DialAsync(
                server.Address,
                tap: made => new NetworkStream(socket = made, ownsSocket: true)
            );
            await bob.IntroduceAsync("bob", "g");
            // acknowledges what has arrived so far
            await bob.SendAsync([Frame.Message(Identifier.Create("bob"), Identifier.Create("g"), round, 160)]);
            await alice.ReadAsync();
            DelayAcknowledgements(socket!);
            await alice.SendAsync(Messages(round, 1, 160));
            got.Add((await bob.ReadAsync())!.Value.Id);
            await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
            bob.Reset();
            await server.Log.WaitForAsync("terminated,bob,g", (int)round + 1);
        }
        await alice.SendAsync(Messages(Rounds, 1, 160));
        await FinishReadingAsync(server, got, Rounds + 1);

        Assert.Equal(Enumerable.Range(0, Rounds + 1).Select(id => (uint)id), got);
    }

    private static void DelayAcknowledgements(Socket socket)
    {
        const int Tcp = 6,
            QuickAck = 12;
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(Tcp, QuickAck, BitConverter.GetBytes(0));
    }

    private static Task<ServerFixture> StartAsync(TlsEngineKind engine) =>
        ServerFixture.StartAsync(new MessageServerOptions { Engine = new TlsEngineOptions { Kind = engine } });

    private static Frame[] Messages(uint first, uint count, uint size) =>
        [
            .. Enumerable
                .Range(0, (int)count)
                .Select(i => Frame.Message(Identifier.Create("alice"), Identifier.Create("g"), first + (uint)i, size)),
        ];

    /// <summary>Connects once more and reads up to the last message.</summary>
    private static async Task FinishReadingAsync(ServerFixture server, List<uint> got, uint sent)
    {
        await using WireClient last = await WireClient.ConnectAsync(server.Address, "bob", "g");
        while (got.Count == 0 || got[^1] != sent - 1)
            got.Add((await last.ReadAsync())!.Value.Id);
    }
}
