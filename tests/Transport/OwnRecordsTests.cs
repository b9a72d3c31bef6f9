using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MGen.Transport.OpenSsl;
using MGen.Transport.Records;

namespace MGen.Transport.Tests;

/// <summary>
/// Connections without SSL objects: when they are used, and how they work with the platform's TLS and with SSL objects.
/// </summary>
[SuppressMessage("Security", "CA5359", Justification = "the servers' certificates are made up")]
[SuppressMessage("Security", "CA5398", Justification = "both versions are to be tested")]
[SuppressMessage(
    "Interoperability",
    "CA1416",
    Justification = "the engine is there on Linux only, and the tests skip elsewhere"
)]
public sealed class OwnRecordsTests
{
    [Theory]
    [InlineData(TlsCipherSuite.TLS_AES_128_GCM_SHA256)]
    [InlineData(TlsCipherSuite.TLS_AES_256_GCM_SHA384)]
    [InlineData(TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256)]
    public async Task Accept_EachSuiteOfTls13_HasOwnRecordsAndEchoes(TlsCipherSuite suite)
    {
        (bool hasOwn, TlsCipherSuite chosen) = await EchoAsync(SslProtocols.Tls13, suite);

        Assert.True(hasOwn);
        Assert.Equal(suite, chosen);
    }

    [Fact]
    public async Task Accept_Tls12_KeepsItsSslObjectAndEchoes()
    {
        (bool hasOwn, _) = await EchoAsync(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384);

        Assert.False(hasOwn);
    }

    [Fact]
    public async Task Accept_UnsupportedSuite_KeepsItsSslObjectAndEchoes()
    {
        (bool hasOwn, TlsCipherSuite chosen) = await EchoAsync(
            SslProtocols.Tls13,
            TlsCipherSuite.TLS_AES_128_CCM_SHA256,
            isOptional: true
        );

        Assert.Equal(chosen != TlsCipherSuite.TLS_AES_128_CCM_SHA256, hasOwn);
    }

    [Fact]
    public async Task Connect_BothSides_HaveOwnRecordsOnlyWhereAskedFor()
    {
        await using ConnectionPair own = await ConnectionPair.ConnectAsync(TlsEngineKind.Records);
        await using ConnectionPair objects = await ConnectionPair.ConnectAsync(TlsEngineKind.OpenSsl);

        Assert.All([own.Client, own.Server], connection => Assert.True(((OpenSslConnection)connection).HasOwnRecords));
        Assert.All(
            [objects.Client, objects.Server],
            connection => Assert.False(((OpenSslConnection)connection).HasOwnRecords)
        );
    }

    [Theory]
    [InlineData(TlsEngineKind.Records, TlsEngineKind.OpenSsl)]
    [InlineData(TlsEngineKind.Records, TlsEngineKind.Managed)]
    [InlineData(TlsEngineKind.OpenSsl, TlsEngineKind.Records)]
    [InlineData(TlsEngineKind.Managed, TlsEngineKind.Records)]
    public async Task Echo_BetweenEngines_ComesBackUnchangedAndEndsInOrder(TlsEngineKind server, TlsEngineKind client)
    {
        const int Bytes = 1_000_000;
        await using ConnectionPair servers = ConnectionPair.Start(server);
        await using ConnectionPair clients = ConnectionPair.Start(client);
        (Socket dialled, Socket accepted) = await ConnectionPair.DialAsync();
        Task<TlsConnection> accepting = servers.Engine.AcceptAsync(
            accepted,
            servers.ServerContext,
            CancellationToken.None
        );
        TlsConnection there = await clients.Engine.ConnectAsync(
            dialled,
            clients.ClientContext,
            "localhost",
            CancellationToken.None
        );
        await using TlsConnection here = await accepting;
        byte[] sent = new byte[Bytes];
        new Random(1).NextBytes(sent);

        Task echoing = here.EchoAsync(Bytes);
        Task<byte[]> receiving = there.ReceiveAsync(Bytes);
        foreach (byte[] chunk in sent.Chunk(9_999))
            Assert.True(await there.SendAsync(chunk));

        Assert.Equal(sent, await receiving);
        await echoing;
        await there.DisposeAsync();
        Assert.Equal(ConnectionEnd.Closed, await here.EndAsync());
    }

    [Fact]
    public async Task Write_ManyRecords_UpdatesKeysThatAnSslObjectFollows()
    {
        await using ConnectionPair servers = ConnectionPair.Start(
            TlsEngineKind.Records,
            limits: new RecordLimits { RecordsPerKey = 5 }
        );
        await using ConnectionPair clients = ConnectionPair.Start(TlsEngineKind.OpenSsl);
        (Socket dialled, Socket accepted) = await ConnectionPair.DialAsync();
        Task<TlsConnection> accepting = servers.Engine.AcceptAsync(
            accepted,
            servers.ServerContext,
            CancellationToken.None
        );
        await using TlsConnection client = await clients.Engine.ConnectAsync(
            dialled,
            clients.ClientContext,
            "localhost",
            CancellationToken.None
        );
        await using TlsConnection server = await accepting;

        for (byte i = 0; i < 100; i++)
        {
            Assert.True(await client.SendAsync([i]));
            Assert.Equal([i], await server.ReceiveAsync(1)); // after 5 records the server asks the client to update
            Assert.True(await server.SendAsync([i]));
            Assert.Equal([i], await client.ReceiveAsync(1));
        }
    }

    [Theory]
    [InlineData(TlsEngineKind.Records, "1000 key updates without data")]
    [InlineData(TlsEngineKind.OpenSsl, "1000 records without data, such as key updates")]
    [InlineData(TlsEngineKind.Managed, "records without data, such as key updates")]
    public async Task Read_FloodOfKeyUpdates_EndsTheConnectionWithItsReason(TlsEngineKind kind, string reason)
    {
        await using RawPeer peer = await RawPeer.ConnectAsync(kind);
        Task<ConnectionEnd> reading = peer.Server.EndAsync();

        await peer.SendAsync(rig =>
            [.. Enumerable.Range(0, 3_000).SelectMany(_ => rig.SealKeyUpdate(isRequest: false))]
        );

        Assert.Equal(ConnectionEnd.TlsError, await reading);
        Assert.Contains(reason, peer.Server.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TlsEngineKind.Records)]
    [InlineData(TlsEngineKind.OpenSsl)]
    [InlineData(TlsEngineKind.Managed)]
    public async Task Read_OneByteOfDataAmongKeyUpdates_GoesOn(TlsEngineKind kind)
    {
        const int Rounds = 20;
        await using RawPeer peer = await RawPeer.ConnectAsync(kind);

        for (int round = 0; round < Rounds; round++)
        {
            Task<byte[]> reading = peer.Server.ReceiveAsync(1);
            await peer.SendAsync(rig =>
                [
                    .. Enumerable.Range(0, 300).SelectMany(_ => rig.SealKeyUpdate(isRequest: false)),
                    .. rig.Seal(ContentType.ApplicationData, [(byte)round]),
                ]
            );
            Assert.Equal([(byte)round], await reading);
        }
    }

    [Theory]
    [InlineData(TlsEngineKind.Records)]
    [InlineData(TlsEngineKind.OpenSsl)]
    [InlineData(TlsEngineKind.Managed)]
    public async Task Read_PaddingOnly_EndsTheConnection(TlsEngineKind kind)
    {
        await using RawPeer peer = await RawPeer.ConnectAsync(kind);
        Task<ConnectionEnd> reading = peer.Server.EndAsync();

        await peer.SendAsync(rig =>
            [.. Enumerable.Range(0, 10).SelectMany(_ => rig.Seal(ContentType.ApplicationData, [], padding: 16_000))]
        );

        Assert.Equal(ConnectionEnd.TlsError, await reading);
        Assert.Contains("bytes without data", peer.Server.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TlsEngineKind.Records)]
    [InlineData(TlsEngineKind.OpenSsl)]
    [InlineData(TlsEngineKind.Managed)]
    public async Task Read_TensOfThousandsOfOneByteRecords_GivesAllBytes(TlsEngineKind kind)
    {
        const int Count = 20_000;
        await using RawPeer peer = await RawPeer.ConnectAsync(kind);
        Task<byte[]> reading = peer.Server.ReceiveAsync(Count);

        await peer.SendAsync(rig =>
            [.. Enumerable.Range(0, Count).SelectMany(i => rig.Seal(ContentType.ApplicationData, [(byte)i]))]
        );

        Assert.Equal(Enumerable.Range(0, Count).Select(i => (byte)i), await reading);
    }

    [Fact]
    public async Task Read_HalfARecordThenFin_IsTruncated()
    {
        await using RawPeer peer = await RawPeer.ConnectAsync(TlsEngineKind.Records);

        await peer.SendAsync(rig =>
            [
                .. rig.Seal(ContentType.ApplicationData, [1]),
                .. rig.Seal(ContentType.ApplicationData, new byte[100])[..50],
            ]
        );
        peer.Finish();

        Assert.Equal([1], await peer.Server.ReceiveAsync(int.MaxValue));
        Assert.Equal(ConnectionEnd.Truncated, peer.Server.End);
    }

    private static async Task<(bool HasOwn, TlsCipherSuite Suite)> EchoAsync(
        SslProtocols version,
        TlsCipherSuite suite,
        bool isOptional = false
    )
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records);
        (Socket client, Socket server) = await ConnectionPair.DialAsync();
        Task<TlsConnection> accepting = pair.Engine.AcceptAsync(server, pair.ServerContext, CancellationToken.None);
        await using SslStream stream = new(new NetworkStream(client, ownsSocket: true), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = version,
                CipherSuitesPolicy = new CipherSuitesPolicy(
                    isOptional ? [suite, TlsCipherSuite.TLS_AES_256_GCM_SHA384] : [suite]
                ),
            }
        );
        await using TlsConnection connection = await accepting;
        bool hasOwn = ((OpenSslConnection)connection).HasOwnRecords;
        byte[] sent = new byte[100_000],
            received = new byte[sent.Length];
        new Random(1).NextBytes(sent);
        Task echoing = connection.EchoAsync(sent.Length);
        await stream.WriteAsync(sent, TestContext.Current.CancellationToken);
        await stream.ReadExactlyAsync(received, TestContext.Current.CancellationToken);
        await echoing;
        Assert.Equal(sent, received);
        return (hasOwn, stream.NegotiatedCipherSuite);
    }
}
