using MGen.EventLog;
using MGen.Messenger.Attachments;
using MGen.Messenger.Conversations;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Transport;

namespace MGen.Messenger;

/// <summary>
/// Runs the conversations of any number of users of message servers in this process. Life: make it, <see cref="Start"/>,
/// <see cref="StopAsync"/>, dispose.
/// </summary>
public sealed class ClientSwarm : IAsyncDisposable
{
    /// <summary>The meter whose instruments tell of all swarms of a process.</summary>
    public const string MeterName = MessengerMetrics.MeterName;

    /// <summary>How often a stopping swarm looks whether it has come to rest.</summary>
    private static readonly TimeSpan RestCheckInterval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly DeadlineScheduler _scheduler;
    private readonly TlsContexts _tlsContexts;
    private readonly AttachmentServices _attachments;
    private readonly Ledger _ledger = new();
    private readonly MessengerMetrics _metrics;
    private readonly LiveConversation[] _conversations;
    private LedgerSnapshot? _final;

    /// <summary>Prepares all conversations; nothing is connected or logged yet.</summary>
    /// <param name="users">The users, checked by <see cref="ConfigLoader"/> or made in memory.</param>
    /// <param name="engine">Carries the connections; it must live longer than the swarm.</param>
    /// <param name="log">Where the event log goes.</param>
    /// <param name="options">How to run.</param>
    /// <exception cref="IOException">A file of trusted certificates cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It does not hold certificates.</exception>
    public ClientSwarm(IReadOnlyList<UserConfig> users, TlsEngine engine, ClientLog log, ClientSwarmOptions options)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(options);
        _scheduler = new DeadlineScheduler(options.Clock);
        _metrics = new MessengerMetrics(_ledger);
        _tlsContexts = new TlsContexts(engine);
        foreach (UserConfig user in users)
            _tlsContexts.For(user);
        Dialers dialers = new(options.Dialer ?? new DirectDialer(options.Clock), _scheduler, _ledger);
        _attachments = new AttachmentServices(_scheduler, dialers, options.ConnectTimeLimit);
        ConversationServices services = new(
            _scheduler,
            new Journal(log, _ledger, _metrics, options.Observer),
            new SupervisorServices(_scheduler, new ServerConnector(dialers, engine, _tlsContexts), options.ConnectTimeLimit),
            _attachments,
            new NameCache(),
            options.Seed,
            options.StaggerScale);
        _conversations = [.. users.SelectMany(user => user.Conversations.Select(conversation => new LiveConversation(services, user, conversation, _stop.Token)))];
    }

    /// <summary>Starts all conversations.</summary>
    public void Start()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.Start();
    }

    /// <summary>
    /// Ends the bootstrap time of every conversation that has begun to connect. For an owner who knows that all users are registered, and
    /// configured a bootstrap time that is only an upper bound.
    /// </summary>
    public void WakeUp()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.EndBootstrap();
    }

    /// <summary>What happened so far.</summary>
    public LedgerSnapshot Snapshot() => _final ?? _ledger.Snapshot(_conversations.Length, UnsentCount());

    /// <summary>The first stage of <see cref="StopAsync"/>: from now on no message is made; what arrives is still handled and acknowledged.</summary>
    public void StopSending()
    {
        foreach (LiveConversation conversation in _conversations)
            conversation.BeQuiet();
    }

    /// <summary>
    /// Stops in stages: no new messages; then, within <paramref name="grace"/>, everything is sent and acknowledged, and attachments are
    /// finished; then all links are closed.
    /// </summary>
    /// <returns>What happened in all.</returns>
    public async Task<LedgerSnapshot> StopAsync(TimeSpan grace)
    {
        StopSending();
        TimeSpan deadline = _scheduler.Now + grace;
        RestDetector rest = new(_scheduler);
        while (_scheduler.Now < deadline && !rest.IsAtRest(UnsentCount() + _attachments.OutstandingCount, Progress()))
            await _scheduler.DelayAsync(RestCheckInterval, CancellationToken.None);
        await CloseAsync();
        return Snapshot();
    }

    /// <summary>Closes all links at once, if <see cref="StopAsync"/> has not done so.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _scheduler.Dispose();
        _tlsContexts.Dispose();
        _attachments.Dispose();
        _metrics.Dispose();
        _stop.Dispose();
    }

    private async Task CloseAsync()
    {
        if (_final is not null)
            return;
        LedgerSnapshot final = Snapshot();
        await _stop.CancelAsync();
        await Task.WhenAll(_conversations.Select(conversation => conversation.Supervision));
        await _attachments.DrainAsync();
        _final = _ledger.Snapshot(_conversations.Length, final.Undelivered);
    }

    private long UnsentCount() => _conversations.Sum(conversation => (long)conversation.UnsentCount);

    private long Progress() => Interlocked.Read(ref _ledger.BytesReceived);
}
