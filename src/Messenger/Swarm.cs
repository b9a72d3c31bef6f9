using MGen.Messenger.Conversations;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;

namespace MGen.Messenger;

/// <summary>
/// Runs the conversations of any number of users in this process; how they are carried is the derived class's. Life:
/// make it, <see cref="Start"/>, <see cref="StopAsync"/>, dispose.
/// </summary>
public abstract class Swarm : IAsyncDisposable
{
    /// <summary>The meter whose instruments tell of all swarms of a process.</summary>
    public const string MeterName = MessengerMetrics.MeterName;

    /// <summary>How often a stopping swarm looks whether it has come to rest.</summary>
    private static readonly TimeSpan RestCheckInterval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly MessengerMetrics _metrics;
    private LiveConversation[] _conversations = [];
    private LedgerSnapshot? _final;

    private protected Swarm(SwarmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Scheduler = new DeadlineScheduler(options.Clock);
        _metrics = new MessengerMetrics(Ledger);
    }

    /// <summary>The clock, and all deadlines.</summary>
    private protected DeadlineScheduler Scheduler { get; }

    /// <summary>What happened.</summary>
    private protected Ledger Ledger { get; } = new();

    /// <summary>Cancelled when all connections are to be closed.</summary>
    private protected CancellationToken Stopping => _stop.Token;

    /// <summary>What waits to be sent, or to be transferred otherwise.</summary>
    private protected abstract long OutstandingCount { get; }

    /// <summary>Frames that did not reach anybody (yet).</summary>
    private protected abstract long UndeliveredCount { get; }

    /// <summary>Starts all conversations.</summary>
    public virtual void Start()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.Start();
    }

    /// <summary>
    /// Ends the bootstrap time of every conversation that has begun to connect. For an owner who knows that everybody
    /// is there, and configured a bootstrap time that is only an upper bound.
    /// </summary>
    public void WakeUp()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.EndBootstrap();
    }

    /// <summary>What happened so far.</summary>
    public LedgerSnapshot Snapshot() => _final ?? Ledger.Snapshot(_conversations.Length, UndeliveredCount);

    /// <summary>
    /// The first stage of <see cref="StopAsync"/>: from now on no message is made; what arrives is still handled and
    /// acknowledged.
    /// </summary>
    public void StopSending()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.BeQuiet();
    }

    /// <summary>
    /// Stops in stages: no new messages; then, within <paramref name="grace"/>, everything is sent and acknowledged,
    /// and attachments are finished; then all links are closed.
    /// </summary>
    /// <returns>What happened in all.</returns>
    public async Task<LedgerSnapshot> StopAsync(TimeSpan grace)
    {
        StopSending();
        TimeSpan deadline = Scheduler.Now + grace;
        RestDetector rest = new(Scheduler);
        while (Scheduler.Now < deadline && !rest.IsAtRest(OutstandingCount, Interlocked.Read(ref Ledger.BytesReceived)))
            await Scheduler.DelayAsync(RestCheckInterval, CancellationToken.None);
        await CloseAsync();
        return Snapshot();
    }

    /// <summary>Closes all links at once, if <see cref="StopAsync"/> has not done so.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Scheduler.Dispose();
        DisposeServices();
        _metrics.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes the conversations; called once, while the swarm is made.</summary>
    private protected void Take(IEnumerable<LiveConversation> conversations) => _conversations = [.. conversations];

    /// <summary>Where the conversations tell what happens.</summary>
    private protected Journal CreateJournal(EventLog.ClientLog log, IConversationObserver? observer) =>
        new(log, Ledger, _metrics, observer);

    /// <summary>
    /// Takes in nothing more, and sends what was queued for it; the last step before <see cref="Stopping"/>.
    /// </summary>
    private protected virtual Task QuiesceAsync() => Task.CompletedTask;

    /// <summary>Awaits the end of everything that <see cref="Stopping"/> ends.</summary>
    private protected abstract Task DrainAsync();

    /// <summary>Releases what the derived class holds.</summary>
    private protected virtual void DisposeServices() { }

    private async Task CloseAsync()
    {
        if (_final is not null)
            return;
        await QuiesceAsync();
        LedgerSnapshot final = Snapshot();
        await _stop.CancelAsync();
        await DrainAsync();
        _final = Ledger.Snapshot(_conversations.Length, final.Undelivered);
    }
}
