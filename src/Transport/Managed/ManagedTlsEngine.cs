using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MGen.Transport.Managed;

/// <summary>
/// TLS by <see cref="SslStream"/>: portable, but with more memory per connection and more thread switches per message
/// than OpenSSL called directly.
/// </summary>
internal sealed class ManagedTlsEngine : TlsEngine
{
    public override string Name => "managed";

    public override TlsContext CreateServerContext(TlsServerOptions options) => ManagedTlsContext.For(options);

    public override TlsContext CreateClientContext(TlsClientOptions options) => ManagedTlsContext.For(options);

    public override SocketAcceptor CreateAcceptor(Socket listening) => new ManagedAcceptor(listening);

    public override Task<TlsConnection> AcceptAsync(
        Socket socket,
        TlsContext context,
        CancellationToken cancellationToken
    ) =>
        HandshakeAsync(
            socket,
            tls => tls.AuthenticateAsServerAsync(((ManagedTlsContext)context).Server!, cancellationToken),
            cancellationToken
        );

    public override Task<TlsConnection> ConnectAsync(
        Socket socket,
        TlsContext context,
        string serverName,
        CancellationToken cancellationToken
    ) =>
        HandshakeAsync(
            socket,
            tls => tls.AuthenticateAsClientAsync(((ManagedTlsContext)context).Client!(serverName), cancellationToken),
            cancellationToken
        );

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<TlsConnection> HandshakeAsync(
        Socket socket,
        Func<SslStream, Task> authenticate,
        CancellationToken cancellationToken
    )
    {
        CoalescingStream inner = new(socket);
        SslStream tls = new(inner);
        try
        {
            await authenticate(tls);
            return new ManagedTlsConnection(socket, inner, tls);
        }
        catch (Exception failure)
        {
            await tls.DisposeAsync();
            socket.Dispose();
            // A cancellation surfaces as various exceptions; the caller must see only one kind.
            cancellationToken.ThrowIfCancellationRequested();
            throw failure switch
            {
                AuthenticationException => new TlsHandshakeException(
                    ConnectionEnd.TlsError,
                    failure.InnerException?.Message ?? failure.Message
                ),
                IOException or SocketException or ObjectDisposedException => new TlsHandshakeException(
                    ManagedTlsConnection.EndOf(failure),
                    failure.Message
                ),
                _ => failure,
            };
        }
    }
}
