using System.Collections.Frozen;
using MGen.Demo.People;
using MGen.LivePage;
using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.Demo.Accounting;

/// <summary>
/// Tracks each message for each other member of its group: in progress, delivered, acknowledged. It observes the users'
/// side only, so that it can detect losses that servers do not report. Thread-safe.
/// </summary>
/// <remarks>
/// It relies on the order of the messenger's notifications: sent before delivered before acknowledged, for each message
/// and member.
/// </remarks>
internal sealed class MessageLedger(Population population, TimeProvider clock) : IConversationObserver
{
    private readonly FrozenDictionary<Identifier, GroupAccount> _groups = population.Groups.ToFrozenDictionary(
        group => group.Name,
        group => new GroupAccount(group)
    );
    private readonly LatencyHistogram _latency = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _sent;
    private long _owed;
    private long _delivered;
    private long _receipts;
    private long _unexpected;
    private long _attachmentsSent;
    private long _attachmentsDelivered;
    private int _isSealed;

    /// <summary>The current counts. Each is exact; they are read one after the other.</summary>
    public FateCounts Counts =>
        new()
        {
            // Read in this order, so that no count exceeds the one it depends on.
            Receipts = Interlocked.Read(ref _receipts),
            Delivered = Interlocked.Read(ref _delivered),
            Owed = Interlocked.Read(ref _owed),
            Sent = Interlocked.Read(ref _sent),
            Unexpected = Interlocked.Read(ref _unexpected),
            AttachmentsDelivered = Interlocked.Read(ref _attachmentsDelivered),
            AttachmentsSent = Interlocked.Read(ref _attachmentsSent),
            Latency = _latency.Snapshot(),
        };

    /// <summary>Measures the effect of kills on deliveries.</summary>
    public PauseWatch Pauses { get; } = new(clock);

    /// <summary>Also receives the time of each delivery, for the live page; <c>null</c> without a page.</summary>
    public RecentTimes? DeliveryTimes { get; init; }

    /// <summary>The kills so far, in order, and their effects.</summary>
    public IReadOnlyList<Kill> Kills =>
        Pauses.HasBegun
            ? Pauses.KillsWith(_groups.Values.Sum(group => group.CountWaiting(clock, PauseWatch.HeldUpFrom)))
            : [];

    /// <summary>All outstanding deliveries and receipts.</summary>
    public IReadOnlyList<OpenFate> OpenFates() => [.. _groups.Values.SelectMany(group => group.OpenFates())];

    /// <summary>
    /// Completes when every message is delivered and acknowledged. Call it once no user sends any more.
    /// </summary>
    public Task SettleAsync()
    {
        Interlocked.Exchange(ref _isSealed, 1);
        SettleIfComplete();
        return _settled.Task;
    }

    /// <inheritdoc/>
    public void OnSent(Identifier user, Identifier group, uint id, uint size)
    {
        GroupAccount account = _groups[group];
        Interlocked.Add(ref _owed, account.OthersCount);
        Interlocked.Increment(ref _sent);
        if (IsAttachment(size))
            Interlocked.Increment(ref _attachmentsSent);
        if (!account.TrySend(user, id, clock.GetTimestamp()))
            Interlocked.Increment(ref _unexpected);
    }

    /// <inheritdoc/>
    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size)
    {
        if (_groups[group].Deliver(sender, id, user) is not { } sentAt)
        {
            Interlocked.Increment(ref _unexpected);
            return;
        }
        TimeSpan waited = clock.GetElapsedTime(sentAt);
        _latency.Record(waited);
        DeliveryTimes?.Record(waited);
        Pauses.Delivered(sentAt, waited);
        Interlocked.Increment(ref _delivered);
        if (IsAttachment(size))
            Interlocked.Increment(ref _attachmentsDelivered);
    }

    /// <inheritdoc/>
    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id)
    {
        if (_groups[group].TryAcknowledge(user, id, sender))
        {
            Interlocked.Increment(ref _receipts);
            SettleIfComplete();
        }
        else
        {
            Interlocked.Increment(ref _unexpected);
        }
    }

    private static bool IsAttachment(uint size) => size > WireLimits.MaxInlineBodyBytes;

    private void SettleIfComplete()
    {
        if (Volatile.Read(ref _isSealed) == 1 && Interlocked.Read(ref _receipts) == Interlocked.Read(ref _owed))
            _settled.TrySetResult();
    }
}

/// <summary>An outstanding delivery, or the outstanding receipt of a delivery.</summary>
/// <param name="Group">The group.</param>
/// <param name="Sender">The sender of the message.</param>
/// <param name="Id">The number of the message.</param>
/// <param name="Member">The member whose delivery or receipt is outstanding.</param>
/// <param name="IsDelivered">Whether only the receipt is outstanding.</param>
internal sealed record OpenFate(Identifier Group, Identifier Sender, uint Id, Identifier Member, bool IsDelivered);

/// <summary>The counts of a <see cref="MessageLedger"/>.</summary>
internal sealed record FateCounts
{
    /// <summary>Messages created.</summary>
    public required long Sent { get; init; }

    /// <summary>Deliveries owed for these messages: one for each other member of the group.</summary>
    public required long Owed { get; init; }

    /// <summary>Deliveries: a member processed a message for the first time.</summary>
    public required long Delivered { get; init; }

    /// <summary>Receipts: the sender received the receipt of a delivery for the first time.</summary>
    public required long Receipts { get; init; }

    /// <summary>
    /// Messages and receipts that were not expected: repeated, received by the wrong user, or never sent.
    /// </summary>
    public required long Unexpected { get; init; }

    /// <summary>Messages too large to travel inline: each requires one upload.</summary>
    public required long AttachmentsSent { get; init; }

    /// <summary>Deliveries of such messages: each requires one download.</summary>
    public required long AttachmentsDelivered { get; init; }

    /// <summary>The time from the creation of a message to each delivery.</summary>
    public required HistogramSnapshot Latency { get; init; }

    /// <summary>Deliveries that are missing or in progress.</summary>
    public long Undelivered => Owed - Delivered;
}
