using System.Net.Sockets;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Connects through a SOCKS5 proxy (RFC 1928), with user name and password (RFC 1929) if isolation asks for them.
/// Counts every failure by its reason.
/// </summary>
/// <param name="direct">Connects to the proxy.</param>
/// <param name="proxy">The proxy.</param>
/// <param name="isolation">Which credentials the proxy receives.</param>
/// <param name="scheduler">The clock.</param>
/// <param name="ledger">Counts the failures.</param>
/// <param name="loop">Receives and sends; <c>null</c>: .NET's sockets, on threads of the pool.</param>
internal sealed class SocksDialer(
    IDialer direct,
    HostPort proxy,
    SocksIsolation isolation,
    DeadlineScheduler scheduler,
    Ledger ledger,
    SharedLoop? loop = null
) : IDialer
{
    /// <summary>
    /// Time limit for connecting to the proxy and authenticating. The proxy needs no other host for these steps, so a
    /// proxy that takes longer is not working. The connection to the target, for which Tor may need a minute, has only
    /// the caller's time limit.
    /// </summary>
    public static readonly TimeSpan NegotiationTimeLimit = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    /// <exception cref="SocksException">The proxy did not connect.</exception>
    public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        if (!SocksRequest.TryCreate(request, isolation, out SocksRequest? messages))
            throw Failed(request, SocksFailure.NameTooLong);
        using ConnectLimit limit = new(scheduler, NegotiationTimeLimit, cancellationToken);
        Socket? socket = null;
        try
        {
            socket = await direct.DialAsync(request with { Target = proxy }, limit.Token);
            SocksReply reply = await NegotiateAsync(socket, messages, limit);
            return reply.IsSuccess ? socket : throw Failed(request, reply.Failure);
        }
        catch (Exception failure)
        {
            socket?.Dispose();
            if (failure is SocketException and not SocksException)
                // Without a socket the failure is the direct dialer's, so it concerns the connection to the proxy.
                throw Failed(request, socket is null ? SocksFailure.ProxyUnreachable : SocksFailure.ProxyClosed);
            if (failure is OperationCanceledException && limit.HasExpired)
                throw Failed(request, socket is null ? SocksFailure.ProxyUnreachable : SocksFailure.ProxySilent);
            throw;
        }
    }

    private async Task<SocksReply> NegotiateAsync(Socket socket, SocksRequest messages, ConnectLimit limit)
    {
        if (loop is null)
            return await NegotiateAsync(new SocksNegotiation(new PoolStream(socket), messages), limit);
        // A LoopSocket may be used on the loop's thread only.
        await loop.SwitchAsync();
        LoopSocket onLoop = new(loop, socket);
        try
        {
            return await NegotiateAsync(new SocksNegotiation(new LoopStream(onLoop), messages), limit);
        }
        finally
        {
            // Leaves the socket open: TLS or the carrier uses it next.
            onLoop.Leave();
        }
    }

    private async Task<SocksReply> NegotiateAsync(SocksNegotiation negotiation, ConnectLimit limit)
    {
        SocksReply reply = await negotiation.AuthenticateAsync(limit.Token);
        if (!reply.IsSuccess)
            return reply;
        limit.Reached(); // from now on only the caller's time limit applies
        reply = await negotiation.ConnectAsync(limit.Token);
        if (reply.IsSuccess && !negotiation.IsIsolated)
            Interlocked.Increment(ref ledger.UnisolatedConnections);
        return reply;
    }

    private SocksException Failed(DialRequest request, SocksFailure failure)
    {
        ledger.CountSocksFailure(failure);
        return new SocksException(failure, $"SOCKS {failure}: {request.Target} through {proxy}");
    }
}
