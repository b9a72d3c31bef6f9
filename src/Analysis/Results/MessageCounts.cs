namespace MGen.Analysis.Results;

/// <summary>
/// Messages, and what they owe: one delivery and one receipt for each other member of the group who was awake when the
/// message was sent. A ratio is <c>null</c> if nothing was owed.
/// </summary>
public sealed record MessageCounts
{
    /// <summary>Messages sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Their bytes, once per message, without headers.</summary>
    public required long SentBytes { get; init; }

    /// <summary>Messages sent in the warm-up or cool-down, which no other count here includes.</summary>
    public required long LeftOut { get; init; }

    /// <summary>Receipts owed.</summary>
    public required long Owed { get; init; }

    /// <summary>Receipts that arrived, at any time, each counted once.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Those of them that arrived after the time-out.</summary>
    public required long Late { get; init; }

    /// <summary>Receipts that never arrived.</summary>
    public required long NeverAcknowledged { get; init; }

    /// <summary>
    /// <see cref="Late"/> plus <see cref="NeverAcknowledged"/>: what took longer than the time-out, as far as the logs
    /// show.
    /// </summary>
    public long TimedOut => Late + NeverAcknowledged;

    /// <summary>
    /// Those of <see cref="NeverAcknowledged"/> whose message was sent less than the time-out before the logs' end, so
    /// that the receipt may follow the end. A cool-down of the length of the time-out leaves them out.
    /// </summary>
    public required long Undecided { get; init; }

    /// <summary>Deliveries owed to members whose own log is available.</summary>
    public required long DeliveriesOwed { get; init; }

    /// <summary>Those of them that are in the members' logs.</summary>
    public required long Delivered { get; init; }

    /// <summary><see cref="DeliveriesOwed"/> minus <see cref="Delivered"/>.</summary>
    public long Lost => DeliveriesOwed - Delivered;

    /// <summary><see cref="Delivered"/> / <see cref="DeliveriesOwed"/>.</summary>
    public double? DeliveryRatio => Ratio(Delivered, DeliveriesOwed);

    /// <summary><see cref="TimedOut"/> / <see cref="Owed"/>.</summary>
    public double? TimedOutRatio => Ratio(TimedOut, Owed);

    /// <summary>
    /// Deliveries to members who were not awake when the message was sent: not owed, and in no other count.
    /// </summary>
    public required long ToSleeping { get; init; }

    /// <summary>
    /// Messages and receipts of a sender to itself (the original's peer generator creates such groups): not owed, and
    /// in no other count.
    /// </summary>
    public required long ToSelf { get; init; }

    /// <summary>Repeated deliveries and receipts.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Deliveries and receipts of messages that are missing in their sender's available log.</summary>
    public required long Unexpected { get; init; }

    /// <summary>Deliveries and receipts of messages whose sender's log is not available.</summary>
    public required long SenderUnknown { get; init; }

    /// <summary>
    /// Messages sent with the number of an earlier one: a restarted client, or a log that was given twice.
    /// </summary>
    public required long Renumbered { get; init; }

    /// <summary>
    /// Deliveries and receipts whose time is before that of their message, since clocks differ. Their latency counts as
    /// 0.
    /// </summary>
    public required long BeforeSend { get; init; }

    private static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;
}
