namespace MGen.Analysis.Results;

/// <summary>
/// Messages, and what they owe: one delivery and one receipt for each other member of the group who was awake when the message was sent. A
/// ratio is <c>null</c> where nothing was owed.
/// </summary>
public sealed record MessageCounts
{
    /// <summary>Messages sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Their bytes, once per message, headers not included.</summary>
    public required long SentBytes { get; init; }

    /// <summary>Messages sent in the warm-up or cool-down, which nothing else here counts.</summary>
    public required long LeftOut { get; init; }

    /// <summary>Receipts owed.</summary>
    public required long Owed { get; init; }

    /// <summary>Receipts that came, at any time, each counted once.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Those of them that came after the time-out.</summary>
    public required long Late { get; init; }

    /// <summary>Receipts that never came.</summary>
    public required long NeverAcknowledged { get; init; }

    /// <summary><see cref="Late"/> and <see cref="NeverAcknowledged"/>: what took longer than the time-out, as far as the logs go.</summary>
    public long TimedOut => Late + NeverAcknowledged;

    /// <summary>
    /// Those of <see cref="NeverAcknowledged"/> whose message was sent less than the time-out before the logs' end: their receipts may only have
    /// been cut off. A cool-down of the time-out leaves them out.
    /// </summary>
    public required long Undecided { get; init; }

    /// <summary>Deliveries owed to members whose own log is at hand.</summary>
    public required long DeliveriesOwed { get; init; }

    /// <summary>Those of them that their logs have.</summary>
    public required long Delivered { get; init; }

    /// <summary><see cref="DeliveriesOwed"/> without <see cref="Delivered"/>.</summary>
    public long Lost => DeliveriesOwed - Delivered;

    /// <summary><see cref="Delivered"/> / <see cref="DeliveriesOwed"/>.</summary>
    public double? DeliveryRatio => Ratio(Delivered, DeliveriesOwed);

    /// <summary><see cref="TimedOut"/> / <see cref="Owed"/>.</summary>
    public double? TimedOutRatio => Ratio(TimedOut, Owed);

    /// <summary>Deliveries to members who were not awake when the message was sent: not owed, and in no other count.</summary>
    public required long ToSleeping { get; init; }

    /// <summary>Messages and receipts of a sender to itself (the original's peer generator makes such): not owed, and in no other count.</summary>
    public required long ToSelf { get; init; }

    /// <summary>Deliveries and receipts that came once more.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Deliveries and receipts of messages that their sender's log, which is at hand, does not have.</summary>
    public required long Unexpected { get; init; }

    /// <summary>Deliveries and receipts of messages whose sender's log is not at hand.</summary>
    public required long SenderUnknown { get; init; }

    /// <summary>Messages sent under the same number as an earlier one: a restarted client, or a log that was given twice.</summary>
    public required long Renumbered { get; init; }

    /// <summary>Deliveries and receipts with a time before their message's: clocks differ. Their latency counts as 0.</summary>
    public required long BeforeSend { get; init; }

    private static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
