using System.Net.Sockets;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Has a SOCKS5 proxy connect (RFC 1928, with user names and passwords of RFC 1929). Every failure is counted by its
/// reason.
/// </summary>
/// <param name="direct">Connects to the proxy.</param>
/// <param name="proxy">The proxy.</param>
/// <param name="isolation">What the proxy is told of whose connection it is.</param>
/// <param name="scheduler">The clock.</param>
/// <param name="ledger">Where failures are counted.</param>
internal sealed class SocksDialer(
    IDialer direct,
    HostPort proxy,
    SocksIsolation isolation,
    DeadlineScheduler scheduler,
    Ledger ledger
) : IDialer
{
    /// <summary>
    /// Within which the proxy must be reached and have taken user name and password. It does that by itself, so a proxy
    /// that has not done it by then is not working; the connection to the target, which may take Tor a minute, has the
    /// caller's time limit.
    /// </summary>
    public static readonly TimeSpan NegotiationTimeLimit = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    /// <exception cref="SocksException">The proxy gave no connection.</exception>
    public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        if (!SocksRequest.TryCreate(request, isolation, out SocksRequest? messages))
            throw Failed(request, SocksFailure.NameTooLong);
        using ConnectLimit limit = new(scheduler, NegotiationTimeLimit, cancellationToken);
        Socket? socket = null;
        try
        {
            socket = await direct.DialAsync(request with { Target = proxy }, limit.Token);
            SocksAnswer answer = await NegotiateAsync(new SocksNegotiation(socket, messages), limit);
            return answer.IsYes ? socket : throw Failed(request, answer.Failure);
        }
        catch (Exception failure)
        {
            socket?.Dispose();
            if (failure is SocketException and not SocksException)
                throw Failed(request, socket is null ? SocksFailure.ProxyUnreachable : SocksFailure.ProxyClosed);
            if (failure is OperationCanceledException && limit.HasExpired)
                throw Failed(request, socket is null ? SocksFailure.ProxyUnreachable : SocksFailure.ProxySilent);
            throw;
        }
    }

    private async Task<SocksAnswer> NegotiateAsync(SocksNegotiation negotiation, ConnectLimit limit)
    {
        SocksAnswer answer = await negotiation.AuthenticateAsync(limit.Token);
        if (!answer.IsYes)
            return answer;
        limit.Reached();
        answer = await negotiation.ConnectAsync(limit.Token);
        if (answer.IsYes && !negotiation.IsIsolated)
            Interlocked.Increment(ref ledger.UnisolatedConnections);
        return answer;
    }

    private SocksException Failed(DialRequest request, SocksFailure failure)
    {
        ledger.CountSocksFailure(failure);
        return new SocksException(failure, $"SOCKS {failure}: {request.Target} through {proxy}");
    }
}
