using System.Net.Sockets;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// Dials one recipient for one user, immediately and then with growing back-off, until a connection is established or
/// the recipient has dialled.
/// </summary>
/// <param name="services">What all carriers share.</param>
/// <param name="user">The dialling user.</param>
/// <param name="recipient">The recipient to dial.</param>
/// <param name="retry">The first wait of the back-off.</param>
internal sealed class CarrierDialer(CarrierServices services, PeerConfig user, Recipient recipient, TimeSpan retry)
{
    private readonly Backoff _backoff = new(retry);
    private readonly byte[] _introduction = PeerIntroduction.ToBytes(user.User);
    private TimeSpan? _linkedAt;

    /// <summary>Whether an attempt failed permanently.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>Dials until a connection is established.</summary>
    /// <param name="waitFirst">
    /// Whether to wait before the first attempt, so that the recipient can read earlier connections to their end.
    /// </param>
    /// <param name="interrupt">Cancelled when the recipient has dialled, or when the program stops.</param>
    /// <returns>The connection, with the introduction sent; <c>null</c> if interrupted or given up.</returns>
    public async Task<PeerSocket?> DialAsync(bool waitFirst, CancellationToken interrupt)
    {
        TimeSpan wait =
            waitFirst ? _backoff.AfterFailure()
            : _linkedAt is { } since ? _backoff.AfterBreak(services.Scheduler.Now - since)
            : TimeSpan.Zero;
        for (bool isFirst = true; !HasGivenUp; isFirst = false)
        {
            // An interrupted wait is normal: checked below, without the cost of an exception per recipient.
            if (wait > TimeSpan.Zero)
                await services
                    .Scheduler.DelayAsync(wait, interrupt)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (interrupt.IsCancellationRequested)
                return null;
            if (await AttemptAsync(interrupt) is { } socket)
                return Connected(socket, isFirst);
            wait = _backoff.AfterFailure();
        }
        return null;
    }

    private PeerSocket Connected(PeerSocket socket, bool isFirst)
    {
        _linkedAt = services.Scheduler.Now;
        if (isFirst)
            services.Journal.ConnectedAtOnce(user.User.Text, recipient.User.Text, recipient.Address.ToString());
        return socket;
    }

    private async Task<PeerSocket?> AttemptAsync(CancellationToken interrupt)
    {
        using ConnectLimit limit = new(services.Scheduler, services.ConnectTimeLimit, interrupt);
        CancellationToken cancel = limit.Token;
        try
        {
            IDialer dialer = services.Dialers.For(user.Socks, user.SocksIsolation);
            PeerSocket socket = new(
                await dialer.DialAsync(new DialRequest(recipient.Address, user.User.Text, recipient.User.Text), cancel),
                services.Loop
            );
            // The introduction fits into the empty buffer of a new socket, so sending it needs no limit.
            limit.Reached();
            if (await socket.SendAsync(_introduction))
            {
                services.Journal.BytesSent(_introduction.Length);
                return socket;
            }
            socket.Dispose();
            services.Journal.Failed(LinkEnd.Reset);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            services.Journal.Failed(limit.HasExpired ? LinkEnd.TimedOut : LinkEnd.Stopped);
        }
        catch (SocketException failure)
        {
            services.Journal.Unreachable(
                DialFailure.Describe(failure, recipient.Address, $"mgen-peer of {recipient.User.Text}")
            );
            if (failure is SocksException { IsFatal: true })
                GiveUp(failure);
        }
        return null;
    }

    private void GiveUp(SocketException failure)
    {
        HasGivenUp = true;
        services.Journal.GivenUp();
        services.Journal.Trouble($"{user.User.Text} gives up dialling {recipient.User.Text}: {failure.Message}");
    }
}
