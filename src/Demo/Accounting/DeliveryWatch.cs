using System.Collections.Concurrent;
using System.Collections.Frozen;
using MGen.Demo.People;
using MGen.LivePage;
using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.Demo.Accounting;

/// <summary>
/// Follows each message to the members of its group while users talk, which the swarm's counters cannot: for the live
/// views, the effects of kills, and the decision when a stopping run has nothing outstanding. The results of a run come
/// from the analysis of its event logs. Thread-safe.
/// </summary>
internal sealed class DeliveryWatch(DemoPopulation population, TimeProvider clock) : IConversationObserver
{
    private readonly FrozenDictionary<Identifier, int> _recipients = population.Groups.ToFrozenDictionary(
        group => group.Name,
        group => group.Members.Count - 1
    );
    private readonly ConcurrentDictionary<(Identifier Sender, Identifier Group, uint Id), OpenMessage> _open = [];
    private readonly LatencyHistogram _latency = new();
    private long _owed;
    private long _receipts;
    private long _unexpected;

    /// <summary>The current counts. Each is exact; they are read one after the other.</summary>
    public DeliveryCounts Counts =>
        new(Interlocked.Read(ref _owed), Interlocked.Read(ref _unexpected), _latency.Snapshot());

    /// <summary>Whether every message is delivered to all members, and acknowledged by all.</summary>
    public bool IsSettled => Interlocked.Read(ref _receipts) >= Interlocked.Read(ref _owed);

    /// <summary>Measures the effect of kills on deliveries.</summary>
    public PauseWatch Pauses { get; } = new(clock);

    /// <summary>Also receives the time of each delivery, for the live page; <c>null</c> without a page.</summary>
    public RecentTimes? DeliveryTimes { get; init; }

    /// <summary>The kills so far, in order, and their effects.</summary>
    public IReadOnlyList<Kill> Kills => Pauses.HasBegun ? Pauses.KillsWith(CountHeldUp()) : [];

    /// <inheritdoc/>
    public void OnSent(Identifier user, Identifier group, uint id, uint size)
    {
        int recipients = _recipients[group];
        // Counted before it can be delivered: the messenger queues the message after this call.
        Interlocked.Add(ref _owed, recipients);
        _open[(user, group, id)] = new OpenMessage(clock.GetTimestamp(), recipients);
    }

    /// <inheritdoc/>
    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size)
    {
        if (!_open.TryGetValue((sender, group, id), out OpenMessage? message))
        {
            Interlocked.Increment(ref _unexpected);
            return;
        }
        // The last delivery: a further one of this message is unexpected from now on.
        if (message.Deliver() == 0)
            _open.TryRemove((sender, group, id), out _);
        TimeSpan waited = clock.GetElapsedTime(message.SentAt);
        _latency.Record(waited);
        DeliveryTimes?.Record(waited);
        Pauses.Delivered(message.SentAt, waited);
    }

    /// <inheritdoc/>
    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id) =>
        Interlocked.Increment(ref _receipts);

    /// <summary>The number of deliveries that have been outstanding for so long that something holds them up.</summary>
    private long CountHeldUp() =>
        _open
            .Values.Where(message => clock.GetElapsedTime(message.SentAt) >= PauseWatch.HeldUpFrom)
            .Sum(message => (long)message.Undelivered);

    /// <summary>A message that some members of its group have not processed.</summary>
    /// <param name="sentAt">Timestamp of the message's creation.</param>
    /// <param name="recipients">The members of the group without the sender.</param>
    private sealed class OpenMessage(long sentAt, int recipients)
    {
        private int _undelivered = recipients;

        public long SentAt { get; } = sentAt;

        public int Undelivered => Volatile.Read(ref _undelivered);

        /// <summary>Notes a delivery; returns how many are outstanding.</summary>
        public int Deliver() => Interlocked.Decrement(ref _undelivered);
    }
}

/// <summary>The counts of a <see cref="DeliveryWatch"/>.</summary>
/// <param name="Owed">Deliveries that all messages so far require: one to each other member of the group.</param>
/// <param name="Unexpected">Deliveries of messages that were never sent, or that all members had.</param>
/// <param name="Latency">The time from the creation of a message to each delivery.</param>
internal sealed record DeliveryCounts(long Owed, long Unexpected, HistogramSnapshot Latency);
