using MGen.EventLog;
using MGen.Messenger.Dialing;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// Keeps one conversation connected: connects, runs the connection, reconnects when it ends. It gives up only if every
/// server in turn failed permanently. A failure here does not affect other conversations.
/// </summary>
internal sealed class LinkSupervisor(
    SupervisorServices services,
    UserConfig user,
    ConversationConfig conversation,
    LinkContext context
)
{
    private readonly Backoff _backoff = new(conversation.Retry);
    private int _server;
    private int _failuresInARow;
    private int _fatalInARow;

    private bool HasGivenUp => _fatalInARow == conversation.MessageServers.Count;

    /// <summary>
    /// Runs until <paramref name="stop"/> is cancelled or the conversation has given up. Does not throw.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !HasGivenUp)
        {
            TimeSpan wait = await RunOneLinkAsync(stop);
            if (HasGivenUp)
                GiveUp();
            // Leave the connection's home thread at the end: a caller that awaits this task may dispose the engine,
            // which must not happen on a thread of the engine.
            if (stop.IsCancellationRequested || HasGivenUp)
                await Task.Yield();
            if (wait > TimeSpan.Zero && !HasGivenUp && !stop.IsCancellationRequested)
                // A cancelled wait ends the loop by its condition, not by an exception per conversation.
                await services.Scheduler.DelayAsync(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How long to wait before the next attempt.</returns>
    private async Task<TimeSpan> RunOneLinkAsync(CancellationToken stop)
    {
        HostPort server = conversation.MessageServers[_server];
        ServerPace? pace = user.Socks is null ? services.Pace.For(server) : null;
        if (pace is not null && !await pace.EnterAsync(stop))
            return Failed(ServerConnector.NoResponse(server, user, hasExpired: !stop.IsCancellationRequested));
        using ConnectLimit limit = new(services.Scheduler, services.ConnectTimeLimit, stop);
        try
        {
            (TlsConnection? connection, LinkOutcome failure) = await ConnectAsync(server, pace, limit);
            if (connection is null)
                return Failed(failure);
            // A connection is enough to reset the counts, because its later fate says nothing about the other servers.
            _fatalInARow = _failuresInARow = 0;
            TimeSpan linkedAt = services.Scheduler.Now;
            LinkEnd end = await new ServerLink(connection, context, limit).RunAsync();
            return Ended(end, services.Scheduler.Now - linkedAt);
        }
        catch (Exception fault)
        {
            // A bug must not end the conversation: it costs this connection, and the back-off applies.
            context.Journal.Faulted(fault);
            return Failed(new LinkOutcome(LinkEnd.Fault, null, fault.Message));
        }
    }

    private async Task<(TlsConnection? Connection, LinkOutcome Failure)> ConnectAsync(
        HostPort server,
        ServerPace? pace,
        ConnectLimit limit
    )
    {
        TimeSpan startedAt = services.Scheduler.Now;
        bool isConnected = false;
        try
        {
            (TlsConnection? connection, LinkOutcome failure) = await services.Connector.ConnectAsync(
                new DialRequest(server, user.User.Text, conversation.Group.Text),
                user,
                user.Resume,
                limit
            );
            isConnected = connection is not null;
            return (connection, failure);
        }
        finally
        {
            pace?.Leave(startedAt, isConnected);
        }
    }

    private void GiveUp()
    {
        context.Journal.GivenUp();
        context.Owner.OnGivenUp();
    }

    /// <summary>
    /// Records a failed attempt. The next server is tried immediately; after all servers have failed, the back-off
    /// applies.
    /// </summary>
    private TimeSpan Failed(LinkOutcome outcome)
    {
        context.Journal.LinkEnded(outcome);
        _fatalInARow = outcome.IsFatal ? _fatalInARow + 1 : 0;
        // Only a failed attempt moves a conversation to another server. A reachable server keeps the conversation.
        _server = (_server + 1) % conversation.MessageServers.Count;
        return ++_failuresInARow % conversation.MessageServers.Count == 0 ? _backoff.AfterFailure() : TimeSpan.Zero;
    }

    /// <summary>
    /// Records the end of an established connection. The same server is tried first, since it knows the session.
    /// </summary>
    private TimeSpan Ended(LinkEnd end, TimeSpan lived)
    {
        if (end is LinkEnd.TimedOut)
            return Failed(new LinkOutcome(end, ErrorLayer.Tls, $"{end}: no reply to the resumption"));
        context.Journal.LinkEnded(LinkOutcome.Broken(end));
        return _backoff.AfterBreak(lived);
    }
}

/// <summary>What all supervisors of a process share.</summary>
/// <param name="Scheduler">The clock and all deadlines.</param>
/// <param name="Connector">Connects by TCP and TLS.</param>
/// <param name="Pace">Limits the concurrent attempts per server.</param>
/// <param name="ConnectTimeLimit">Time limit of a connection attempt.</param>
internal sealed record SupervisorServices(
    DeadlineScheduler Scheduler,
    ServerConnector Connector,
    ConnectPace Pace,
    TimeSpan ConnectTimeLimit
);
