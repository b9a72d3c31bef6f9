using MGen.EventLog;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// Keeps one conversation linked: connects, runs the link, and when it ends connects again, for ever; unless every
/// server in turn failed in a way that no further attempt can change. Nothing that happens here reaches another
/// conversation.
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

    private bool IsHopeless => _fatalInARow == conversation.MessageServers.Count;

    /// <summary>
    /// Runs until <paramref name="stop"/> is cancelled or the conversation is given up. Never throws.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !IsHopeless)
        {
            TimeSpan wait = await RunOneLinkAsync(stop);
            if (IsHopeless)
                GiveUp();
            // Leaves the connection's home thread: what follows is none of its business, and may dispose its engine.
            await Task.Yield();
            if (wait > TimeSpan.Zero && !IsHopeless && !stop.IsCancellationRequested)
                await services.Scheduler.DelayAsync(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How long to wait before the next one.</returns>
    private async Task<TimeSpan> RunOneLinkAsync(CancellationToken stop)
    {
        HostPort server = conversation.MessageServers[_server];
        using ConnectLimit limit = new(services.Scheduler, services.ConnectTimeLimit, stop);
        try
        {
            (TlsConnection? connection, LinkOutcome failure) = await services.Connector.ConnectAsync(
                server,
                user,
                conversation.Group,
                limit
            );
            if (connection is null)
                return Failed(failure);
            _fatalInARow = _failuresInARow = 0;
            TimeSpan linkedAt = services.Scheduler.Now;
            LinkEnd end = await new ServerLink(connection, context, limit).RunAsync();
            return Ended(end, services.Scheduler.Now - linkedAt);
        }
        catch (Exception fault)
        {
            context.Journal.Faulted(fault);
            return Failed(new LinkOutcome(LinkEnd.Fault, null, fault.Message));
        }
    }

    private void GiveUp()
    {
        context.Journal.GivenUp();
        context.Owner.OnGivenUp();
    }

    /// <summary>
    /// An attempt failed: it is the next server's turn, at once; there is a wait when each has had its turn.
    /// </summary>
    private TimeSpan Failed(LinkOutcome outcome)
    {
        context.Journal.LinkEnded(outcome);
        _fatalInARow = outcome.IsFatal ? _fatalInARow + 1 : 0;
        _server = (_server + 1) % conversation.MessageServers.Count;
        return ++_failuresInARow % conversation.MessageServers.Count == 0 ? _backoff.AfterFailure() : TimeSpan.Zero;
    }

    /// <summary>An established link ended: the same server first, for it knows the session.</summary>
    private TimeSpan Ended(LinkEnd end, TimeSpan lived)
    {
        if (end is LinkEnd.TimedOut)
            return Failed(new LinkOutcome(end, ErrorLayer.Tls, $"{end}: no answer to the resumption"));
        context.Journal.LinkEnded(LinkOutcome.Broken(end));
        return _backoff.AfterBreak(lived);
    }
}
