using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Makes TLS connections of connected sockets. One per process serves all its connections.</summary>
public abstract class TlsEngine : IAsyncDisposable
{
    /// <summary>Which implementation this is, for start-up lines: <c>records</c>, <c>openssl</c> or <c>managed</c>.</summary>
    public abstract string Name { get; }

    /// <summary>A thread of the engine that others may use, too; <c>null</c> if it has none of its own.</summary>
    public virtual SharedLoop? SharedLoop => null;

    /// <summary>Starts the engine that <paramref name="options"/> asks for, or the best one that works here.</summary>
    public static TlsEngine Start(TlsEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool isDirect = options.Kind is TlsEngineKind.Records or TlsEngineKind.OpenSsl || (options.Kind == TlsEngineKind.Auto && OpenSsl.OpenSslEngine.IsSupported);
        return isDirect ? new OpenSsl.OpenSslEngine(options) : new Managed.ManagedTlsEngine();
    }

    /// <summary>Prepares the server side: certificate and protocols, shared by all its connections.</summary>
    public abstract TlsContext CreateServerContext(TlsServerOptions options);

    /// <summary>Prepares the client side: trust and protocols, shared by all its connections.</summary>
    public abstract TlsContext CreateClientContext(TlsClientOptions options);

    /// <summary>Prepares to accept the clients of a listening socket, which stays the caller's.</summary>
    public abstract SocketAcceptor CreateAcceptor(Socket listening);

    /// <summary>Plays the server's part of the TLS handshake. Takes over the socket, also when it fails.</summary>
    /// <exception cref="TlsHandshakeException">The handshake failed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public abstract Task<TlsConnection> AcceptAsync(Socket socket, TlsContext context, CancellationToken cancellationToken);

    /// <summary>Plays the client's part of the TLS handshake. Takes over the socket, also when it fails.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="context">The client's context.</param>
    /// <param name="serverName">The host name for SNI and, where trust is checked, the certificate's name; an address is not sent.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="TlsHandshakeException">The handshake failed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public abstract Task<TlsConnection> ConnectAsync(Socket socket, TlsContext context, string serverName, CancellationToken cancellationToken);

    /// <summary>Ends the engine and every connection that still lives.</summary>
    public abstract ValueTask DisposeAsync();
}
