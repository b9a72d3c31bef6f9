using System.Net.Sockets;

namespace MGen.Transport.Tests;

/// <summary>
/// Each kind of engine, over real sockets, fulfils the handshake contract of <see cref="TlsEngine"/>.
/// </summary>
public sealed class TlsHandshakeTests
{
    public static TheoryData<TlsEngineKind> Kinds => TlsConnectionTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Protocol_OfferedByBoth_IsChosen(TlsEngineKind kind)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(
            kind,
            ["other", "mgen/1"],
            new TlsClientOptions { ApplicationProtocols = ["mgen/1"] }
        );

        Assert.Equal(("mgen/1", "mgen/1"), (pair.Client.ApplicationProtocol, pair.Server.ApplicationProtocol));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Protocol_OfferedByOne_ThereIsNone(TlsEngineKind kind)
    {
        await using ConnectionPair servers = await ConnectionPair.ConnectAsync(kind, serverProtocols: ["mgen/1"]);
        await using ConnectionPair clients = await ConnectionPair.ConnectAsync(
            kind,
            client: new TlsClientOptions { ApplicationProtocols = ["mgen/1"] }
        );

        Assert.All(
            [servers.Client, servers.Server, clients.Client, clients.Server],
            connection => Assert.Null(connection.ApplicationProtocol)
        );
    }

    [Theory]
    [InlineData(TlsEngineKind.Records)]
    [InlineData(TlsEngineKind.OpenSsl)]
    public async Task Protocol_UnknownOneOffered_IsServedWithout(TlsEngineKind kind)
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(
            kind,
            ["mgen/1"],
            new TlsClientOptions { ApplicationProtocols = ["h2"] }
        );

        Assert.Null(pair.Server.ApplicationProtocol);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Trust_OwnCertificateAndName_Connects_OtherNameOrIssuer_IsRefused(TlsEngineKind kind)
    {
        string own = Path.GetTempFileName(),
            other = Path.GetTempFileName();
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        await File.WriteAllTextAsync(own, pair.CertificatePem, TestContext.Current.CancellationToken);
        using (var stranger = ServerCertificate.CreateSelfSigned(TimeProvider.System))
            await File.WriteAllTextAsync(other, stranger.ExportCertificatePem(), TestContext.Current.CancellationToken);

        pair.Trust(own);
        foreach (string name in new[] { "localhost", "127.0.0.1" })
        {
            (TlsConnection client, TlsConnection server) = await pair.ShakeHandsAsync(name);
            await client.DisposeAsync();
            await server.DisposeAsync();
        }
        await Assert.ThrowsAsync<TlsHandshakeException>(() => ConnectOnlyAsync(pair, "elsewhere.example"));
        pair.Trust(other);
        await Assert.ThrowsAsync<TlsHandshakeException>(() => ConnectOnlyAsync(pair, "localhost"));

        File.Delete(own);
        File.Delete(other);
    }

    [Theory]
    [InlineData(TlsEngineKind.Records)]
    [InlineData(TlsEngineKind.OpenSsl)]
    public async Task Trust_AddressWithScopeOrInShortForm_IsCompared(TlsEngineKind kind)
    {
        string own = Path.GetTempFileName();
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        await File.WriteAllTextAsync(own, pair.CertificatePem, TestContext.Current.CancellationToken);
        pair.Trust(own);

        foreach (string name in new[] { "::1%1", "127.1" })
        {
            (TlsConnection client, TlsConnection server) = await pair.ShakeHandsAsync(name);
            await client.DisposeAsync();
            await server.DisposeAsync();
        }
        foreach (string name in new[] { "fe80::1%1", "10.1" })
            await Assert.ThrowsAsync<TlsHandshakeException>(() => ConnectOnlyAsync(pair, name));

        File.Delete(own);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Accept_Garbage_Fails(TlsEngineKind kind)
    {
        TlsHandshakeException failure = await RefuseAsync(
            kind,
            client => client.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8)
        );

        Assert.Equal(ConnectionEnd.TlsError, failure.End);
        Assert.NotEmpty(failure.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Accept_StreamEndsInTheHandshake_Fails(TlsEngineKind kind)
    {
        TlsHandshakeException failure = await RefuseAsync(
            kind,
            client =>
            {
                client.Send([0x16, 3, 1, 2, 0, 1, 0]);
                client.Shutdown(SocketShutdown.Send);
            }
        );

        Assert.Equal(ConnectionEnd.Truncated, failure.End);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Accept_Cancelled_EndsAtOnceAndClosesTheSocket(TlsEngineKind kind)
    {
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, Socket server) = await ConnectionPair.DialAsync();
        using Socket dialled = client;
        using CancellationTokenSource cancelled = new();
        Task<TlsConnection> accepting = pair.Engine.AcceptAsync(server, pair.ServerContext, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ConnectionTasks.Limited(accepting, "the cancelled accept")
        );
        Assert.Equal(0, await ConnectionTasks.Limited(dialled.ReceiveAsync(new byte[1]), "the socket's end"));
    }

    [Fact]
    public async Task Accept_KernelRefusesToWatchTheSocket_FailsAloneAndOthersContinue()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.OpenSsl);
        (Socket client, Socket server) = await ConnectionPair.DialAsync();
        using Socket dialled = client;
        using CancellationTokenSource cancelled = new();
        Task<TlsConnection> watched = pair.Engine.AcceptAsync(server, pair.ServerContext, cancelled.Token);

        // The same descriptor, which a refused caller must not close.
        Socket again = new(new SafeSocketHandle(server.Handle, ownsHandle: false));
        Task<TlsConnection> refused = pair.Engine.AcceptAsync(again, pair.ServerContext, CancellationToken.None);

        await Assert.ThrowsAsync<TlsHandshakeException>(() => ConnectionTasks.Limited(refused, "the refused accept"));
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectionTasks.Limited(watched, "the watched accept"));
        Task echoing = pair.Server.EchoAsync(1);
        await pair.Client.SendAsync([7]);
        Assert.Equal([7], await pair.Client.ReceiveAsync(1));
        await echoing;
    }

    /// <summary>A server's handshake with a client that does something else.</summary>
    private static async Task<TlsHandshakeException> RefuseAsync(TlsEngineKind kind, Action<Socket> act)
    {
        await using ConnectionPair pair = ConnectionPair.Start(kind);
        (Socket client, Socket server) = await ConnectionPair.DialAsync();
        using Socket dialled = client;
        act(dialled);
        return await Assert.ThrowsAsync<TlsHandshakeException>(() =>
            ConnectionTasks.Limited(
                pair.Engine.AcceptAsync(server, pair.ServerContext, CancellationToken.None),
                "the handshake"
            )
        );
    }

    /// <summary>A handshake whose server side fails, too.</summary>
    private static async Task ConnectOnlyAsync(ConnectionPair pair, string name)
    {
        (Socket client, Socket server) = await ConnectionPair.DialAsync();
        Task<TlsConnection> accepting = pair.Engine.AcceptAsync(server, pair.ServerContext, CancellationToken.None);
        try
        {
            await ConnectionTasks.Limited(
                pair.Engine.ConnectAsync(client, pair.ClientContext, name, CancellationToken.None),
                "the handshake"
            );
        }
        finally
        {
            try
            {
                await (await ConnectionTasks.Limited(accepting, "the other side")).DisposeAsync();
            }
            catch (TlsHandshakeException)
            {
                // It may have succeeded before the client refused.
            }
        }
    }
}
