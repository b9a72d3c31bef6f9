using System.Collections.Concurrent;
using MGen.Analysis.Results;
using MGen.Demo.People;
using MGen.LivePage;
using MGen.Messenger.Measurement;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Demo.Accounting;

/// <summary>
/// Follows each message to the members of its group while users talk, which the swarm's counters cannot do. The live
/// views, the effects of kills, and the decision that a stopping run has nothing outstanding depend on it. The results
/// of a run come from the analysis of its event logs. Thread-safe.
/// </summary>
internal sealed class DeliveryWatch(DemoPopulation population, TimeProvider clock) : IConversationObserver
{
    /// <summary>The number of events kept.</summary>
    public const int MaxEvents = 12;

    private readonly ConcurrentDictionary<(Identifier Sender, Identifier Group, uint Id), OpenMessage> _open = [];
    private readonly Lock _gate = new();
    private readonly Queue<(Identifier User, Identifier Group, uint? Size, ConversationMode Mode)> _events = [];
    private long _owed;
    private long _receipts;
    private long _unexpected;

    /// <summary>Deliveries that all messages so far require: one to each other member of the group.</summary>
    public long Owed => Interlocked.Read(ref _owed);

    /// <summary>Deliveries of messages that were never sent, or that all members had already received.</summary>
    public long Unexpected => Interlocked.Read(ref _unexpected);

    /// <summary>The time from the creation of a message to each delivery.</summary>
    public RecentTimes Latency { get; } = new("latency: from a message's creation to a member");

    /// <summary>Whether every message is delivered to all members, and acknowledged by all.</summary>
    public bool IsSettled => Interlocked.Read(ref _receipts) >= Owed;

    /// <summary>Measures the effect of kills on deliveries.</summary>
    public PauseWatch Pauses { get; } = new(clock);

    /// <summary>The kills so far, in order, and their effects.</summary>
    public IReadOnlyList<Kill> Kills => Pauses.HasBegun ? Pauses.KillsWith(CountHeldUp()) : [];

    /// <summary>The last events for people, the newest last: who, to whom, and a size or the new mode.</summary>
    public IReadOnlyList<IReadOnlyList<string>> LatestEvents
    {
        get
        {
            lock (_gate)
                return [.. _events.Select(Format)];
        }
    }

    /// <inheritdoc/>
    public void OnSent(Identifier user, Identifier group, uint id, uint size)
    {
        int recipients = population[group].Members.Count - 1;
        // The message is counted before it can be delivered, because the messenger queues it after this call.
        Interlocked.Add(ref _owed, recipients);
        _open[(user, group, id)] = new OpenMessage(clock.GetTimestamp(), recipients);
        Keep(user, group, size, default);
    }

    /// <inheritdoc/>
    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size)
    {
        if (!_open.TryGetValue((sender, group, id), out OpenMessage? message))
        {
            Interlocked.Increment(ref _unexpected);
            return;
        }
        // After the last delivery, a further delivery of this message is unexpected.
        if (message.Deliver() == 0)
            _open.TryRemove((sender, group, id), out _);
        TimeSpan waited = clock.GetElapsedTime(message.SentAt);
        Latency.Record(waited);
        Pauses.Delivered(message.SentAt, waited);
    }

    /// <inheritdoc/>
    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id) =>
        Interlocked.Increment(ref _receipts);

    /// <inheritdoc/>
    public void OnModeChanged(Identifier user, Identifier group, ConversationMode mode) =>
        Keep(user, group, size: null, mode);

    /// <summary>
    /// The number of deliveries that have been outstanding for at least <see cref="PauseWatch.HeldUpFrom"/>.
    /// </summary>
    private long CountHeldUp() =>
        _open
            .Values.Where(message => clock.GetElapsedTime(message.SentAt) >= PauseWatch.HeldUpFrom)
            .Sum(message => (long)message.Undelivered);

    private void Keep(Identifier user, Identifier group, uint? size, ConversationMode mode)
    {
        lock (_gate)
        {
            if (_events.Count == MaxEvents)
                _events.Dequeue();
            _events.Enqueue((user, group, size, mode));
        }
    }

    private string[] Format((Identifier User, Identifier Group, uint? Size, ConversationMode Mode) happened)
    {
        string reader = population[happened.Group].ReadBy(happened.User);
        return happened.Size is not { } size
            ? [happened.User.Text, $"· {reader}", happened.Mode.ToString().ToLowerInvariant()]
            :
            [
                happened.User.Text,
                $"→ {reader}",
                QuantityText.Bytes(size) + (size > WireLimits.MaxInlineBodyBytes ? ", attachment" : ""),
            ];
    }

    /// <summary>A message that some members of its group have not received.</summary>
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
