using System.Net.Sockets;
using MGen.Transport.OpenSsl;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Transport.Tests;

/// <summary>How many handshakes an event loop runs concurrently, and which ones wait.</summary>
public sealed class HandshakeGateTests
{
    [Fact]
    public async Task Accept_MoreThanThePlaces_AllSucceed()
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records);

        (TlsConnection Client, TlsConnection Server)[] all = await ConnectionTasks.Limited(
            Task.WhenAll(Enumerable.Range(0, 4 * HandshakeGate.Places).Select(_ => pair.ShakeHandsAsync("localhost"))),
            "the handshakes"
        );

        foreach ((TlsConnection client, TlsConnection server) in all)
        {
            await client.DisposeAsync();
            await server.DisposeAsync();
        }
        await WaitAsync(pair, gate => gate is { Inside: 0, Waiting: 0 });
    }

    [Fact]
    public async Task Accept_ClientsThatStallHoldAllPlaces_OthersWaitForThePatienceOnly()
    {
        FakeTimeProvider clock = new();
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records, clock: clock);
        await using Stalled stalled = await Stalled.StartAsync(pair, HandshakeGate.Places, [0x16]);
        await WaitAsync(pair, gate => gate.Inside == HandshakeGate.Places);

        Task<(TlsConnection Client, TlsConnection Server)> shaking = pair.ShakeHandsAsync("localhost");
        await WaitAsync(pair, gate => gate.Waiting > 0);
        bool wasDone = shaking.IsCompleted;
        for (int i = 0; i < 3 && !shaking.IsCompleted; i++) // client and server wait one after the other
        {
            clock.Advance(HandshakeGate.Patience);
            await WaitAsync(pair, gate => gate.Waiting == 0);
        }
        (TlsConnection client, TlsConnection server) = await ConnectionTasks.Limited(shaking, "the handshake");

        Assert.False(wasDone);
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Accept_ClientsThatSayNothing_HoldNoPlace()
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records, clock: new FakeTimeProvider());
        await using Stalled silent = await Stalled.StartAsync(pair, 2 * HandshakeGate.Places, []);

        (TlsConnection client, TlsConnection server) = await ConnectionTasks.Limited(
            pair.ShakeHandsAsync("localhost"),
            "the handshake"
        );

        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Accept_CancelledWhileItWaits_EndsAtOnce()
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records, clock: new FakeTimeProvider());
        await using Stalled stalled = await Stalled.StartAsync(pair, HandshakeGate.Places, [0x16]);
        await WaitAsync(pair, gate => gate.Inside == HandshakeGate.Places);
        using CancellationTokenSource cancelled = new();
        (Socket client, Task<TlsConnection> waiting) = await WaitForPlaceAsync(pair, cancelled.Token);
        using Socket dialled = client;

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ConnectionTasks.Limited(waiting, "the cancelled accept")
        );
    }

    [Fact]
    public async Task Accept_ClientLeavesWhileItWaits_EndsAtOnceWithoutAHandshake()
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records, clock: new FakeTimeProvider());
        await using Stalled stalled = await Stalled.StartAsync(pair, HandshakeGate.Places, [0x16]);
        await WaitAsync(pair, gate => gate.Inside == HandshakeGate.Places);
        (Socket client, Task<TlsConnection> waiting) = await WaitForPlaceAsync(pair, CancellationToken.None);

        client.Dispose();

        TlsHandshakeException failure = await Assert.ThrowsAsync<TlsHandshakeException>(() =>
            ConnectionTasks.Limited(waiting, "the handshake of a client that has left")
        );
        Assert.Equal(ConnectionEnd.Truncated, failure.End);
    }

    /// <summary>Connects a client whose handshake waits for a place.</summary>
    private static async Task<(Socket Client, Task<TlsConnection> Waiting)> WaitForPlaceAsync(
        ConnectionPair pair,
        CancellationToken cancel
    )
    {
        (Socket client, Socket accepted) = await ConnectionPair.DialAsync();
        Task<TlsConnection> waiting = pair.Engine.AcceptAsync(accepted, pair.ServerContext, cancel);
        await client.SendAsync(new byte[] { 0x16 }, CancellationToken.None);
        await WaitAsync(pair, gate => gate.Waiting == 1);
        return (client, waiting);
    }

    /// <summary>Checks the gate on its loop, iteration by iteration, until it is as expected.</summary>
    private static async Task WaitAsync(ConnectionPair pair, Func<HandshakeGate, bool> isAsExpected)
    {
        EventLoop loop = (EventLoop)pair.Engine.SharedLoop!;
        using CancellationTokenSource limit = new(ConnectionPair.Patience);
        while (!await Look.AtAsync(loop, isAsExpected))
            limit.Token.ThrowIfCancellationRequested();
    }

    private sealed class Look(Func<bool> question) : IHomeWork
    {
        private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static Task<bool> AtAsync(EventLoop loop, Func<HandshakeGate, bool> question)
        {
            Look look = new(() => question(loop.Handshakes));
            loop.Post(look);
            return look._answer.Task;
        }

        public void Execute() => _answer.SetResult(question());
    }

    /// <summary>Clients whose handshakes do not progress.</summary>
    private sealed class Stalled(List<Socket> sockets, List<Task> accepting, CancellationTokenSource ending)
        : IAsyncDisposable
    {
        public static async Task<Stalled> StartAsync(ConnectionPair pair, int count, byte[] said)
        {
            Stalled stalled = new([], [], new());
            for (int i = 0; i < count; i++)
                await stalled.AddAsync(pair, said);
            return stalled;
        }

        public async ValueTask DisposeAsync()
        {
            await ending.CancelAsync();
            foreach (Task accept in accepting)
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
            sockets.ForEach(socket => socket.Dispose());
            ending.Dispose();
        }

        private async Task AddAsync(ConnectionPair pair, byte[] said)
        {
            (Socket client, Socket server) = await ConnectionPair.DialAsync();
            sockets.Add(client);
            accepting.Add(pair.Engine.AcceptAsync(server, pair.ServerContext, ending.Token));
            if (said.Length > 0)
                await client.SendAsync(said);
        }
    }
}
