using System.Collections.Concurrent;
using System.Globalization;
using MGen.Cli;
using MGen.LivePage;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.SwarmHosting;

/// <summary>
/// The live page of a run of a swarm (<c>--dashboard</c>). It observes the swarm to find the users who send most.
/// Thread-safe.
/// </summary>
internal sealed class RunPage(ProgramWorld world, RunArguments arguments, string program, RunProvenance provenance)
    : IConversationObserver,
        IAsyncDisposable
{
    private const int TopSenders = 12;

    private readonly ConcurrentDictionary<Identifier, UserCounts> _users = [];
    private readonly MeterReader _meter = new(
        Swarm.MeterName,
        [
            ("mgen.messenger.round_trip", "receipt after (including waits for recipients not awake)"),
            ("mgen.messenger.schedule_lag", "schedule lag: how late the generator is"),
        ]
    );
    private LiveServer? _server;
    private long _startedAt;

    /// <summary>Starts to serve.</summary>
    /// <returns>Whether the page is served; otherwise stderr says why not.</returns>
    public async Task<bool> StartAsync(Swarm swarm)
    {
        _startedAt = world.Clock.GetTimestamp();
        LiveSubject subject = new(
            program,
            world.HostName,
            [
                new LiveFact("seed", provenance.Seed.ToString(CultureInfo.InvariantCulture)),
                new LiveFact("config", provenance.ConfigHash),
                new LiveFact("shard", arguments.Shard.ToString()),
                new LiveFact("population", provenance.Population),
            ],
            arguments.Duration
        );
        _server = await LiveServer.StartAsync(
            world,
            arguments.Dashboard!,
            arguments.Quiet,
            subject,
            () => Read(swarm.Snapshot())
        );
        return _server is not null;
    }

    /// <summary>
    /// Makes the page show that the run took this time and is stopping. Does not wait for open pages.
    /// </summary>
    public void Stopping(TimeSpan lasted) => _server!.Stopping(lasted);

    /// <summary>Shows the verdict; waits up to 2 s until open pages have it.</summary>
    public Task EndAsync(string verdict) => _server!.EndAsync(verdict);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _meter.Dispose();
    }

    /// <inheritdoc/>
    public void OnSent(Identifier user, Identifier group, uint id, uint size) =>
        // Event loops call this, so it takes no lock that a reader of the page could hold. Only adding a user takes a
        // lock.
        Interlocked.Increment(ref CountsOf(user).Sent);

    /// <inheritdoc/>
    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size) =>
        Interlocked.Increment(ref CountsOf(user).Received);

    /// <inheritdoc/>
    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id) { }

    private UserCounts CountsOf(Identifier user) => _users.GetOrAdd(user, static user => new UserCounts(user));

    private LiveReading Read(LedgerSnapshot now) =>
        new()
        {
            Phase = "running",
            Elapsed = world.Clock.GetElapsedTime(_startedAt),
            Measures =
            [
                new LiveMeasure(
                    "connected",
                    LiveMeasureKind.Level,
                    now.LinksOpen,
                    Note: Text($"of {now.Conversations:N0}")
                ),
                new LiveMeasure("messages sent", LiveMeasureKind.Count, now.MessagesSent),
                new LiveMeasure("messages received", LiveMeasureKind.Count, now.MessagesReceived),
                new LiveMeasure("receipts received", LiveMeasureKind.Count, now.ReceiptsReceived),
                new LiveMeasure("bytes sent", LiveMeasureKind.Count, now.BytesSent, "B"),
                new LiveMeasure("bytes received", LiveMeasureKind.Count, now.BytesReceived, "B"),
                new LiveMeasure("waiting to be sent", LiveMeasureKind.Level, now.Undelivered),
                new LiveMeasure("without a receipt", LiveMeasureKind.Level, now.Unacknowledged),
                new LiveMeasure(
                    "attachments",
                    LiveMeasureKind.Count,
                    now.AttachmentsUploaded + now.AttachmentsDownloaded,
                    Note: Text($"{now.AttachmentsUploaded:N0} up, {now.AttachmentsDownloaded:N0} down")
                ),
                // Not RunVerdict.Lost: a frame that is undelivered during a run may still arrive.
                new LiveMeasure("lost", LiveMeasureKind.Loss, now.Dropped),
                new LiveMeasure("given up", LiveMeasureKind.Loss, now.ConversationsGivenUp, Note: "conversations"),
            ],
            Times = _meter.TakeTimes(),
            Tables = [Senders(now.MessagesSent)],
        };

    private LiveTable Senders(long sent) =>
        new(
            Text($"Who sends most, of {_users.Count:N0} users who sent or received"),
            ["user", "sent", "received", "share of sent"],
            [
                .. _users
                    // Copied first, because the counts change during the sort, and a row must show the count by which
                    // it is sorted.
                    .Values.Select(user => (user.Name, user.Sent, user.Received))
                    .OrderByDescending(user => user.Sent)
                    .Take(TopSenders)
                    .Select(user =>
                        (string[])
                            [
                                user.Name.Text,
                                Text($"{user.Sent:N0}"),
                                Text($"{user.Received:N0}"),
                                Text($"{100.0 * user.Sent / Math.Max(1, sent):F1} %"),
                            ]
                    ),
            ]
        );

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class UserCounts(Identifier name)
    {
        public long Sent;
        public long Received;

        public Identifier Name { get; } = name;
    }
}
