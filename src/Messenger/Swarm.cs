using MGen.Messenger.Conversations;
using MGen.Messenger.Dialing;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Transport;

namespace MGen.Messenger;

/// <summary>
/// Runs the conversations of users in this process; the derived class connects them. Call <see cref="Start"/>, then
/// <see cref="StopAsync"/>, then dispose.
/// </summary>
public abstract class Swarm : IAsyncDisposable
{
    /// <summary>The name of the meter; every swarm of a process creates its instruments there.</summary>
    public const string MeterName = MessengerMetrics.MeterName;

    /// <summary>How often a stopping swarm checks whether it is at rest.</summary>
    private static readonly TimeSpan RestCheckInterval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly MessengerMetrics _metrics;
    private LiveConversation[] _conversations = [];
    private LedgerSnapshot? _final;

    /// <param name="options">The options.</param>
    /// <param name="loop">
    /// Runs deadlines and connects sockets, so that all of a conversation happens on its thread; <c>null</c>, with
    /// another clock than the system's, or if another swarm uses it: timers of the clock, and threads of the pool.
    /// </param>
    private protected Swarm(SwarmOptions options, SharedLoop? loop)
    {
        ArgumentNullException.ThrowIfNull(options);
        Loop = options.Clock == TimeProvider.System && loop is { Deadlines: null } ? loop : null;
        Clock = Loop?.Clock ?? options.Clock;
        Scheduler = new DeadlineScheduler(Clock, Loop);
        _metrics = new MessengerMetrics(Ledger);
    }

    /// <summary>The clock. Its timers run where deadlines do, so their callbacks must not block.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The event loop that the swarm uses; <c>null</c>: none.</summary>
    private protected SharedLoop? Loop { get; }

    /// <summary>The clock and all deadlines.</summary>
    private protected DeadlineScheduler Scheduler { get; }

    /// <summary>The counters of this swarm.</summary>
    private protected Ledger Ledger { get; } = new();

    /// <summary>Cancelled when all connections must close.</summary>
    private protected CancellationToken Stopping => _stop.Token;

    /// <summary>Frames to send plus attachment transfers that have not ended.</summary>
    private protected abstract long OutstandingCount { get; }

    /// <summary>Frames that have not been handed to a connection, or may have been lost with one.</summary>
    private protected abstract long UndeliveredCount { get; }

    /// <summary>Starts all conversations.</summary>
    public virtual void Start()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.Start();
    }

    /// <summary>
    /// Ends the bootstrap wait of every conversation that has started to connect. For a caller that knows when all
    /// users are connected, and configured the wait as an upper bound.
    /// </summary>
    public void WakeUp()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.EndBootstrap();
    }

    /// <summary>Whether any connection was established so far. Unlike a snapshot it costs no memory.</summary>
    public bool HasConnected => Interlocked.Read(ref Ledger.LinksOpened) > 0;

    /// <summary>The first failed attempt to connect, as a sentence; <c>null</c> while none has failed.</summary>
    public string? FirstFailure => Ledger.FirstFailure;

    /// <summary>The counters so far; after <see cref="StopAsync"/>, the final ones.</summary>
    public LedgerSnapshot Snapshot() => _final ?? Ledger.Snapshot(_conversations.Length, UndeliveredCount);

    /// <summary>
    /// The first stage of <see cref="StopAsync"/>: conversations create no more messages. Those that are awake still
    /// process received ones and send receipts for them; the others do not wake up.
    /// </summary>
    public void StopSending()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.StopSending();
    }

    /// <summary>
    /// Stops in stages: creates no more messages; waits up to <paramref name="grace"/> until all frames are sent,
    /// receipts no longer arrive and attachments are transferred; closes all connections.
    /// </summary>
    /// <returns>The final counters.</returns>
    public async Task<LedgerSnapshot> StopAsync(TimeSpan grace)
    {
        StopSending();
        TimeSpan deadline = Scheduler.Now + grace;
        RestDetector rest = new(Scheduler);
        while (Scheduler.Now < deadline && !rest.IsAtRest(OutstandingCount, Interlocked.Read(ref Ledger.BytesReceived)))
            await Scheduler.DelayAsync(RestCheckInterval, CancellationToken.None);
        await Task.Yield(); // what follows may block, so it must not run where deadlines do
        await CloseAsync();
        return Snapshot();
    }

    /// <summary>
    /// Closes all connections without a grace period, unless <see cref="StopAsync"/> has closed them.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Scheduler.Dispose();
        DisposeServices();
        _metrics.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sets the conversations. The derived class's constructor calls it once.</summary>
    private protected void SetConversations(IEnumerable<LiveConversation> conversations) =>
        _conversations = [.. conversations];

    /// <summary>Creates the journal that all conversations share.</summary>
    private protected Journal CreateJournal(EventLog.ClientLog log, IConversationObserver? observer) =>
        new(log, Ledger, _metrics, observer);

    /// <summary>
    /// Stops processing received frames and sends what is queued: the last step before <see cref="Stopping"/>.
    /// </summary>
    private protected virtual Task QuiesceAsync() => Task.CompletedTask;

    /// <summary>Awaits all work that <see cref="Stopping"/> cancels.</summary>
    private protected abstract Task DrainAsync();

    /// <summary>Disposes the objects of the derived class.</summary>
    private protected virtual void DisposeServices() { }

    private async Task CloseAsync()
    {
        // StopAsync has closed everything already.
        if (_final is not null)
            return;
        await QuiesceAsync();
        // Undelivered frames are counted before the connections close, the ends of connections afterwards.
        LedgerSnapshot final = Snapshot();
        await _stop.CancelAsync();
        await DrainAsync();
        _final = Ledger.Snapshot(_conversations.Length, final.Undelivered);
    }
}

/// <summary>Options of a swarm that are not part of a user's configuration.</summary>
public abstract record SwarmOptions
{
    /// <summary>The seed for users whose configuration has none.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Time limit of a connection attempt, including TLS and the introduction of a peer. Default 60 s, because Tor may
    /// need that long to build a circuit.
    /// </summary>
    public TimeSpan ConnectTimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Creates the TCP connections, including those to proxies. <c>null</c> (default): the operating system's sockets,
    /// directly.
    /// </summary>
    public IDialer? Dialer { get; init; }

    /// <summary>Receives the events of all conversations. Default <c>null</c>.</summary>
    public IConversationObserver? Observer { get; init; }
}

/// <summary>Detects when a swarm that creates no more messages is at rest.</summary>
internal sealed class RestDetector(DeadlineScheduler scheduler)
{
    /// <summary>
    /// A swarm that has received nothing for this long expects nothing more. A client cannot count the receipts that
    /// are missing, because it does not know how many members its groups have.
    /// </summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);

    private long _lastProgress = -1;
    private TimeSpan _lastProgressAt;

    /// <summary>Whether nothing is left to send and nothing was received for <see cref="QuietTime"/>.</summary>
    /// <param name="unsent">The number of frames to send and transfers to finish.</param>
    /// <param name="progress">A number that changes whenever bytes are received.</param>
    public bool IsAtRest(long unsent, long progress)
    {
        TimeSpan now = scheduler.Now;
        if (progress != _lastProgress)
            (_lastProgress, _lastProgressAt) = (progress, now);
        return unsent == 0 && now - _lastProgressAt >= QuietTime;
    }
}
