using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;

namespace MGen.Transport.Tests;

/// <summary>Each kind of engine, over real sockets, fulfils the contract of <see cref="TlsConnection"/>.</summary>
[SuppressMessage("Security", "CA5359", Justification = "the servers' certificates are made up")]
public sealed class TlsConnectionTests
{
    public static TheoryData<TlsEngineKind> Kinds =>
        [TlsEngineKind.Records, TlsEngineKind.OpenSsl, TlsEngineKind.Managed];

    [Theory]
    [InlineData(TlsEngineKind.Records, 1)]
    [InlineData(TlsEngineKind.OpenSsl, 1)]
    [InlineData(TlsEngineKind.Records, 16_384)]
    [InlineData(TlsEngineKind.OpenSsl, 16_384)]
    [InlineData(TlsEngineKind.Records, 5_000_000)]
    [InlineData(TlsEngineKind.OpenSsl, 5_000_000)]
    [InlineData(TlsEngineKind.Managed, 1)]
    [InlineData(TlsEngineKind.Managed, 16_384)]
    [InlineData(TlsEngineKind.Managed, 5_000_000)]
    public async Task Echo_RandomChunksBothWays_ComesBackUnchanged(TlsEngineKind kind, int bytes)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(kind);
        Random random = new(bytes);
        byte[] sent = new byte[bytes];
        random.NextBytes(sent);
        List<byte[]> chunks = [];
        for (int at = 0; at < bytes; at += chunks[^1].Length)
            chunks.Add(sent[at..Math.Min(bytes, at + 1 + random.Next(16_384))]);

        Task echoing = pair.Server.EchoAsync(bytes);
        Task<byte[]> receiving = pair.Client.ReceiveAsync(bytes);
        foreach (byte[] chunk in chunks)
            Assert.True(await pair.Client.SendAsync(chunk));

        Assert.Equal(sent, await receiving);
        await echoing;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Write_EachIsOneRecord_AlsoSeveralInOneFlush(TlsEngineKind kind)
    {
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, Socket server) = await ConnectionPair.DialAsync();
        using RecordTap tap = new(client);
        Task<TlsConnection> accepting = pair.Engine.AcceptAsync(server, pair.ServerContext, CancellationToken.None);
        await using SslStream stream = new(tap, false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        await using TlsConnection connection = await accepting;
        int[] lengths = [1, 186, 2_266, 16_384, 186];
        tap.Clear();

        Assert.True(await connection.SendAsync([.. lengths.Select(length => new byte[length])]));
        await stream.ReadExactlyAsync(new byte[lengths.Sum()], TestContext.Current.CancellationToken);

        // TLS 1.3 encrypts a byte for the type and 16 for the tag along with the plain bytes. Records of the platform's
        // server itself (session tickets) come before.
        Assert.Equal(lengths.Select(length => (0x17, length + 17)), tap.Records().TakeLast(lengths.Length));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Abort_ReadWaits_ReadSeesTheEnd(TlsEngineKind kind)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(kind);
        Task<ConnectionEnd> reading = pair.Server.EndAsync();

        pair.Server.Abort();
        pair.Server.Abort();

        Assert.Equal(ConnectionEnd.Aborted, await reading);
        Assert.False(await pair.Server.SendAsync(new byte[1]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Flush_PeerNeverReads_WaitsUntilAborted(TlsEngineKind kind)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(kind);
        byte[][] megabyte = [.. Enumerable.Repeat(new byte[16_384], 64)];
        Task<bool> flushing = pair.Server.SendAsync(megabyte);
        for (
            int flushes = 0;
            flushes < 100
                && await Task.WhenAny(flushing, Task.Delay(500, TestContext.Current.CancellationToken)) == flushing;
            flushes++
        )
            flushing = pair.Server.SendAsync(megabyte);
        Assert.False(flushing.IsCompleted);
        Assert.True(pair.Server.BytesWritten > pair.Server.GetAcknowledgement().Bytes);

        pair.Server.Abort();

        Assert.False(await flushing);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Flush_PeerReadsLate_GoesOnWhereItWas(TlsEngineKind kind)
    {
        const int Records = 1_500;
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(kind);
        Task<bool> flushing = pair.Server.SendAsync([
            .. Enumerable.Range(0, Records).Select(i => Enumerable.Repeat((byte)i, 16_384).ToArray()),
        ]);

        byte[] all = await pair.Client.ReceiveAsync(Records * 16_384);

        Assert.True(await flushing);
        Assert.All(Enumerable.Range(0, Records), i => Assert.Equal((byte)i, all[(i * 16_384) + 1]));
    }

    [Theory]
    [InlineData(TlsEngineKind.Records, ConnectionEnd.Truncated)]
    [InlineData(TlsEngineKind.OpenSsl, ConnectionEnd.Truncated)]
    [InlineData(TlsEngineKind.Managed, ConnectionEnd.Closed)] // the platform does not tell the two apart
    public async Task End_BareFin_IsTruncated(TlsEngineKind kind, ConnectionEnd expected)
    {
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, TlsConnection server) = await AcceptRawAsync(pair);

        client.Shutdown(SocketShutdown.Send);

        Assert.Equal(expected, await server.EndAsync());
        await server.DisposeAsync();
        client.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task End_Reset_IsReset(TlsEngineKind kind)
    {
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, TlsConnection server) = await AcceptRawAsync(pair);

        client.LingerState = new LingerOption(true, 0);
        client.Dispose();

        Assert.Equal(ConnectionEnd.Reset, await server.EndAsync());
        await server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task End_PeerDisposes_IsClosed_AfterAllItsBytes(TlsEngineKind kind)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(kind);
        (TlsConnection client, TlsConnection server) = await pair.ShakeHandsAsync("localhost");
        await client.SendAsync(new byte[10_000], new byte[10_000]);

        await client.DisposeAsync();

        Assert.Equal(20_000, (await server.ReceiveAsync(int.MaxValue)).Length);
        Assert.Equal(ConnectionEnd.Closed, server.End);
        await server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task End_GarbageInsteadOfARecord_IsTlsError(TlsEngineKind kind)
    {
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, TlsConnection server) = await AcceptRawAsync(pair);

        await client.SendAsync(Enumerable.Repeat((byte)'x', 100).ToArray());

        Assert.Equal(ConnectionEnd.TlsError, await server.EndAsync());
        await server.DisposeAsync();
        client.Dispose();
    }

    [Fact]
    public async Task Use_AwayFromHome_Throws()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.OpenSsl);
        await Task.Yield();

        await Task.Run(
            async () =>
            {
                Assert.Throws<InvalidOperationException>(() => pair.Client.Write([1]));
                await Assert.ThrowsAsync<InvalidOperationException>(() => pair.Client.FlushAsync().AsTask());
                await Assert.ThrowsAsync<InvalidOperationException>(() => pair.Client.ReadAsync().AsTask());
            },
            TestContext.Current.CancellationToken
        );
    }

    [Fact]
    public async Task Post_EngineHasStopped_IsDoneAtHomeNevertheless()
    {
        ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.OpenSsl);
        await pair.Engine.DisposeAsync();

        Assert.Empty(await pair.Client.ReceiveAsync(1)); // it came home, and saw the end
        Assert.False(await pair.Server.SendAsync([1]));

        Assert.Equal(ConnectionEnd.Aborted, pair.Client.End);
        await ConnectionTasks.Limited(
            pair.Client.DisposeAsync()
                .AsTask()
                .ContinueWith(
                    _ => true,
                    TestContext.Current.CancellationToken,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default
                ),
            "the release"
        );
        await pair.Server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task DiscardUnacknowledged_PeerReadsOn_DoesNotGetWhatTheSocketHad(TlsEngineKind kind)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(kind);
        // More than the kernels' buffers take.
        byte[][] records = [.. Enumerable.Range(0, 2_000).Select(_ => new byte[16_384])];
        Task<bool> sending = pair.Server.SendAsync(records);
        await pair.Client.ReceiveAsync(1); // it has begun
        pair.Server.Abort();
        Assert.False(await ConnectionTasks.Limited(sending, "the flush"));

        pair.Server.DiscardUnacknowledged();
        await pair.Server.DisposeAsync();
        byte[] received = await pair.Client.ReceiveAsync(int.MaxValue);

        Assert.Equal(ConnectionEnd.Reset, pair.Client.End);
        Assert.InRange(received.Length, 0, 1_000_000); // what its own kernel had; the sender's had megabytes
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Connections_ManyOneAfterTheOther_AllEndAndTheEngineStops(TlsEngineKind kind)
    {
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        for (int round = 0; round < 40; round++)
        {
            (TlsConnection Client, TlsConnection Server)[] all = await Task.WhenAll(
                Enumerable.Range(0, 25).Select(_ => pair.ShakeHandsAsync("localhost"))
            );
            await Task.WhenAll(all.Select(ends => ends.Client.DisposeAsync().AsTask()));
            Assert.All(
                await Task.WhenAll(all.Select(ends => ends.Server.EndAsync())),
                end => Assert.Equal(ConnectionEnd.Closed, end)
            );
            await Task.WhenAll(all.Select(ends => ends.Server.DisposeAsync().AsTask()));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Acknowledgement_PeerHasReadAll_IsWhatWasSentToTheByte(TlsEngineKind kind)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(kind);
        for (int round = 0; round < 20; round++)
        {
            await pair.Server.SendAsync(new byte[1 + (round * 700)]);
            await pair.Client.ReceiveAsync(1 + (round * 700));
            await pair.Client.SendAsync(new byte[1]); // carries the acknowledgement
            await pair.Server.ReceiveAsync(1);

            Assert.Equal(new Acknowledgement(pair.Server.BytesSent, IsFinal: true), pair.Server.GetAcknowledgement());
            await pair.Server.SendAsync(new byte[1]);
            await pair.Client.ReceiveAsync(1);
            Assert.Equal(pair.Client.BytesSent, pair.Client.GetAcknowledgement().Bytes);
            Assert.Equal(pair.Server.BytesSent, pair.Server.BytesWritten);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Acknowledgement_PeerIsResetBeforeItAcknowledges_PresumesWhatWasOnTheWire(TlsEngineKind kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells");
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, TlsConnection server) = await AcceptRawAsync(pair);
        const int Tcp = 6,
            QuickAck = 12;
        client.SetRawSocketOption(Tcp, QuickAck, BitConverter.GetBytes(0));
        client.Send([0]); // acknowledges what came so far; what comes next is acknowledged late

        await server.SendAsync(new byte[160]);
        Acknowledgement before = server.GetAcknowledgement();
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();
        Acknowledgement after = server.GetAcknowledgement();

        Assert.Equal(new Acknowledgement(before.Bytes, IsFinal: false, Presumed: 0), before);
        Assert.True(before.Bytes < server.BytesSent, "it was acknowledged at once");
        Assert.Equal(new Acknowledgement(before.Bytes, IsFinal: true, Presumed: server.BytesSent), after);
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(TlsEngineKind.Records, false, 1)]
    [InlineData(TlsEngineKind.Records, true, 2)]
    [InlineData(TlsEngineKind.OpenSsl, false, 1)]
    [InlineData(TlsEngineKind.OpenSsl, true, 2)]
    public async Task Push_BetweenTwoRecords_MakesTwoSegments(TlsEngineKind kind, bool push, int segments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux counts segments");
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, TlsConnection server) = await AcceptRawAsync(pair);
        await ReceiveAsync(client, client.Available); // tickets
        (uint before, long sent) = (RecordTap.SegmentsOf(client), server.BytesSent);

        await server.SwitchHomeAsync();
        server.Write(new byte[26]);
        if (push)
            server.Push();
        server.Write(new byte[160]);
        Assert.True(await server.FlushAsync());

        await ReceiveAsync(client, (int)(server.BytesSent - sent));
        Assert.Equal((uint)segments, RecordTap.SegmentsOf(client) - before);
        client.Dispose();
        await server.DisposeAsync();
    }

    private static async Task ReceiveAsync(Socket socket, int count)
    {
        byte[] buffer = new byte[16 * 1024];
        for (int left = count; left > 0; )
            left -= await socket
                .ReceiveAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)), TestContext.Current.CancellationToken)
                .AsTask()
                .WaitAsync(ConnectionPair.Patience, TimeProvider.System);
    }

    [Theory]
    [InlineData(TlsEngineKind.Records)]
    [InlineData(TlsEngineKind.OpenSsl)]
    public async Task Flush_AnotherConnectionWroteSinceTheWrite_SendsTheRecord(TlsEngineKind kind)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(kind);
        (TlsConnection other, TlsConnection otherPeer) = await pair.ShakeHandsAsync("localhost");

        await pair.Client.SwitchHomeAsync(); // also the other one's home: there is one loop
        pair.Client.Write([1]);
        other.Write([2]);
        Task<bool> flushing = pair.Client.FlushAsync().AsTask(),
            otherFlushing = other.FlushAsync().AsTask();

        Assert.True(await ConnectionTasks.Limited(flushing, "the flush"));
        Assert.True(await ConnectionTasks.Limited(otherFlushing, "the other connection's flush"));
        Assert.Equal([1], await pair.Server.ReceiveAsync(1));
        Assert.Equal([2], await otherPeer.ReceiveAsync(1));
        await other.DisposeAsync();
        await otherPeer.DisposeAsync();
    }

    /// <summary>Creates a server's connection whose client is a plain socket of the test.</summary>
    private static async Task<(Socket Client, TlsConnection Server)> AcceptRawAsync(ConnectionPair pair)
    {
        (Socket client, Socket server) = await ConnectionPair.DialAsync();
        Task<TlsConnection> accepting = pair.Engine.AcceptAsync(server, pair.ServerContext, CancellationToken.None);
        SslStream stream = new(new NetworkStream(client, ownsSocket: false), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync("localhost");
        return (client, await accepting);
    }
}
