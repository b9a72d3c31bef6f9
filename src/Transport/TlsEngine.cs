using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Makes TLS connections from connected sockets. One engine serves all connections of a process.</summary>
public abstract class TlsEngine : IAsyncDisposable
{
    /// <summary>
    /// The name of the implementation, for start-up lines: <c>records</c>, <c>openssl</c> or <c>managed</c>.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>An event loop of the engine that others may use, too; <c>null</c> if it has none.</summary>
    public virtual SharedLoop? SharedLoop => null;

    /// <summary>
    /// Starts the engine selected by <paramref name="options"/>, or the best one that this machine supports.
    /// </summary>
    /// <exception cref="IOException"><see cref="TlsEngineOptions.KeyLogFile"/> cannot be opened.</exception>
    public static TlsEngine Start(TlsEngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool isDirect =
            options.Kind is TlsEngineKind.Records or TlsEngineKind.OpenSsl
            || (options.Kind == TlsEngineKind.Auto && OpenSsl.OpenSslEngine.IsSupported);
        return isDirect ? new OpenSsl.OpenSslEngine(options) : new Managed.ManagedTlsEngine();
    }

    /// <summary>Prepares the server side: certificate and protocols, shared by all its connections.</summary>
    public abstract TlsContext CreateServerContext(TlsServerOptions options);

    /// <summary>Prepares the client side: trust and protocols, shared by all its connections.</summary>
    public abstract TlsContext CreateClientContext(TlsClientOptions options);

    /// <summary>Prepares to accept the clients of a listening socket, which the caller still owns.</summary>
    public abstract SocketAcceptor CreateAcceptor(Socket listening);

    /// <summary>
    /// Makes the server's side of the TLS handshake. Takes ownership of the socket, even if it fails.
    /// </summary>
    /// <exception cref="TlsHandshakeException">The handshake failed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public abstract Task<TlsConnection> AcceptAsync(
        Socket socket,
        TlsContext context,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Makes the client's side of the TLS handshake. Takes ownership of the socket, even if it fails.
    /// </summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="context">The client's context.</param>
    /// <param name="serverName">
    /// The host name for SNI and for checking the certificate's name, if it is checked; an IP address is not sent.
    /// </param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="TlsHandshakeException">The handshake failed; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public abstract Task<TlsConnection> ConnectAsync(
        Socket socket,
        TlsContext context,
        string serverName,
        CancellationToken cancellationToken
    );

    /// <summary>Ends the engine and all open connections.</summary>
    public abstract ValueTask DisposeAsync();
}
