using MGen.Messenger.Measurement;

namespace MGen.Demo.Accounting;

/// <summary>What a <see cref="MessageLedger"/> has counted.</summary>
internal sealed record FateCounts
{
    /// <summary>Messages made.</summary>
    public required long Sent { get; init; }

    /// <summary>Deliveries that these messages ask for: one for each other member of the group.</summary>
    public required long Owed { get; init; }

    /// <summary>Deliveries: a member handled a message for the first time.</summary>
    public required long Delivered { get; init; }

    /// <summary>Receipts: the sender learnt of a delivery for the first time.</summary>
    public required long Receipts { get; init; }

    /// <summary>What nobody waited for: a message or receipt that came twice, came to somebody else, or was never sent.</summary>
    public required long Unexpected { get; init; }

    /// <summary>Messages too large to travel with their header: each asks for one upload.</summary>
    public required long AttachmentsSent { get; init; }

    /// <summary>Deliveries of such messages: each asks for one download.</summary>
    public required long AttachmentsDelivered { get; init; }

    /// <summary>From making a message to each delivery.</summary>
    public required HistogramSnapshot Latency { get; init; }

    /// <summary>Deliveries that are missing, or on their way.</summary>
    public long Undelivered => Owed - Delivered;
}
