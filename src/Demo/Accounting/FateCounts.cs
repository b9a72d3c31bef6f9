using MGen.Messenger.Measurement;

namespace MGen.Demo.Accounting;

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
