using System.Net.Sockets;
using MGen.EventLog;
using MGen.Messenger.Dialing;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// Connects to servers: TCP through the user's dialer, then TLS. All conversations of a process share it.
/// </summary>
internal sealed class ServerConnector(Dialers dialers, TlsEngine engine, TlsContexts contexts)
{
    /// <summary>Makes one attempt.</summary>
    /// <returns>The connection, or <c>null</c> and the failure.</returns>
    /// <param name="request">The server, and the user and recipient of the connection.</param>
    /// <param name="user">The user, whose proxy and TLS settings apply.</param>
    /// <param name="resume">Whether to offer the resumption of sessions.</param>
    /// <param name="limit">Cancels the attempt.</param>
    public async Task<(TlsConnection? Connection, LinkOutcome Failure)> ConnectAsync(
        DialRequest request,
        UserConfig user,
        bool resume,
        ConnectLimit limit
    )
    {
        HostPort server = request.Target;
        ErrorLayer layer = ErrorLayer.Tcp;
        CancellationToken cancel = limit.Token;
        TlsContext context = contexts.For(user.TlsCa, resume);
        try
        {
            IDialer dialer = dialers.For(user.Socks, user.SocksIsolation);
            Socket socket = await dialer.DialAsync(request, cancel);
            // From here on failures are logged as errors of TLS, and the engine owns the socket.
            layer = ErrorLayer.Tls;
            return (await engine.ConnectAsync(socket, context, server.Host, cancel), default);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return (null, NoResponse(server, user, limit.HasExpired, layer));
        }
        catch (SocksException failure)
        {
            return (null, new LinkOutcome(LinkEnd.Unreachable, layer, failure.Message, failure.IsFatal));
        }
        catch (SocketException failure)
        {
            return (
                null,
                new LinkOutcome(
                    LinkEnd.Unreachable,
                    layer,
                    $"{failure.SocketErrorCode}: {server}",
                    Sentence: DialFailure.Describe(failure, server, "mgen-server")
                )
            );
        }
        catch (TlsHandshakeException failure)
        {
            return (
                null,
                new LinkOutcome(
                    LinkEnd.TlsFailed,
                    layer,
                    $"{failure.End}: {server}: {failure.Message}",
                    Sentence: $"TLS with {server} fails: {failure.Message}"
                )
            );
        }
    }

    /// <summary>
    /// The failure of an attempt that was cancelled by its time limit or by the end of the program, or that was not
    /// allowed to begin in time.
    /// </summary>
    public static LinkOutcome NoResponse(
        HostPort server,
        UserConfig user,
        bool hasExpired,
        ErrorLayer layer = ErrorLayer.Tcp
    ) =>
        new(
            hasExpired ? LinkEnd.TimedOut : LinkEnd.Stopped,
            layer,
            $"{LinkEnd.TimedOut}: {server}{Via(user)}",
            Sentence: $"{server} does not respond{Via(user)}"
        );

    private static string Via(UserConfig user) => user.Socks is null ? "" : $" through {user.Socks}";
}
