using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.Transport.Records;

namespace MGen.Transport.Tests;

/// <summary>An engine, and both ends of its connections over loopback.</summary>
internal sealed class ConnectionPair : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate = ServerCertificate.CreateSelfSigned(TimeProvider.System);

    private ConnectionPair(TlsEngine engine, TlsServerOptions? server, TlsClientOptions client)
    {
        Engine = engine;
        ServerContext = engine.CreateServerContext(
            (server ?? new TlsServerOptions { Certificate = _certificate }) with
            {
                Certificate = _certificate,
            }
        );
        ClientContext = engine.CreateClientContext(client);
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public TlsEngine Engine { get; }

    public TlsContext ServerContext { get; }

    public TlsContext ClientContext { get; private set; }

    public TlsConnection Server { get; private set; } = null!;

    public TlsConnection Client { get; private set; } = null!;

    /// <summary>The certificate in PEM, for a client that trusts it.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    public static ConnectionPair Start(
        TlsEngineKind kind,
        IReadOnlyList<string>? serverProtocols = null,
        TlsClientOptions? client = null,
        string? keyLogFile = null,
        int loops = 1,
        RecordLimits? limits = null,
        TimeProvider? clock = null
    )
    {
        Assert.SkipUnless(
            kind == TlsEngineKind.Managed || OpenSsl.OpenSslEngine.IsSupported,
            "no OpenSSL 3 on this machine"
        );
        TlsEngine engine = TlsEngine.Start(
            new TlsEngineOptions
            {
                Kind = kind,
                Loops = loops,
                KeyLogFile = keyLogFile,
                Records = limits ?? RecordLimits.Default,
                Clock = clock ?? TimeProvider.System,
            }
        );
        using X509Certificate2 placeholder = ServerCertificate.CreateSelfSigned(TimeProvider.System);
        return new ConnectionPair(
            engine,
            new TlsServerOptions { Certificate = placeholder, ApplicationProtocols = serverProtocols ?? [] },
            client ?? new TlsClientOptions()
        );
    }

    public static async Task<ConnectionPair> ConnectAsync(
        TlsEngineKind kind,
        IReadOnlyList<string>? serverProtocols = null,
        TlsClientOptions? client = null,
        string? keyLogFile = null,
        int loops = 1
    )
    {
        ConnectionPair pair = Start(kind, serverProtocols, client, keyLogFile, loops);
        (pair.Client, pair.Server) = await pair.ShakeHandsAsync("localhost");
        return pair;
    }

    /// <summary>Makes the client trust only this pair's certificate.</summary>
    public void Trust(string file) =>
        ClientContext = Engine.CreateClientContext(new TlsClientOptions { TrustedCertificatesFile = file });

    /// <summary>Makes another connection.</summary>
    public async Task<(TlsConnection Client, TlsConnection Server)> ShakeHandsAsync(string name)
    {
        (Socket client, Socket server) = await DialAsync();
        Task<TlsConnection> accepting = Engine.AcceptAsync(server, ServerContext, CancellationToken.None);
        Task<TlsConnection> connecting = Engine.ConnectAsync(client, ClientContext, name, CancellationToken.None);
        await Task.WhenAll(accepting, connecting).WaitAsync(Patience, TimeProvider.System);
        return (await connecting, await accepting);
    }

    /// <summary>Makes a TCP connection and returns both ends.</summary>
    public static async Task<(Socket Client, Socket Server)> DialAsync()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndPoint!);
        Socket server = await listener.AcceptAsync();
        server.NoDelay = true;
        return (client, server);
    }

    public async ValueTask DisposeAsync()
    {
        if (Client is not null)
            await Client.DisposeAsync();
        if (Server is not null)
            await Server.DisposeAsync();
        ServerContext.Dispose();
        ClientContext.Dispose();
        await Engine.DisposeAsync();
        _certificate.Dispose();
    }
}
