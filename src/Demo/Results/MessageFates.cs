using MGen.Analysis.Results;
using MGen.SwarmHosting;

namespace MGen.Demo.Results;

/// <summary>The fates of a run's messages, by the analysis of its event logs.</summary>
internal sealed record MessageFates
{
    /// <summary>Messages created.</summary>
    public required long Sent { get; init; }

    /// <summary>
    /// The number of expected deliveries: each message goes to all other members of its group who were awake.
    /// </summary>
    public required long Owed { get; init; }

    /// <summary>Deliveries: a member processed a message.</summary>
    public required long Delivered { get; init; }

    /// <summary>Receipts: the sender received the receipt of a delivery.</summary>
    public required long Receipts { get; init; }

    /// <summary>Messages and receipts that were not expected: repeated, or never sent.</summary>
    public required long Unexpected { get; init; }

    /// <summary>Deliveries that are not owed, because the member was not awake at the send.</summary>
    public long ToSleeping { get; init; }

    /// <summary>Messages too large to travel inline: each requires one upload.</summary>
    public required long AttachmentsSent { get; init; }

    /// <summary>Deliveries of such messages: each requires one download.</summary>
    public required long AttachmentsDelivered { get; init; }

    /// <summary>The time from the creation of a message to each delivery.</summary>
    public required TimesPart Latency { get; init; }

    /// <summary>Lost deliveries and receipts; reasons that did not occur are absent.</summary>
    public IReadOnlyDictionary<LossReason, long> Losses { get; init; } = new SortedDictionary<LossReason, long>();

    /// <summary>Deliveries that are missing.</summary>
    public long Undelivered => Owed - Delivered;

    /// <summary>Takes the fates from an analysis.</summary>
    /// <param name="analysis">The analysis of all logs of the run.</param>
    /// <param name="areComplete">Whether the servers' logs are complete; they are not if a server was killed.</param>
    public static MessageFates From(AnalysisResult analysis, bool areComplete)
    {
        MessageCounts messages = analysis.Messages;
        LatencyDistribution latency = analysis.Delivery;
        return new MessageFates
        {
            Sent = messages.Sent,
            Owed = messages.DeliveriesOwed,
            Delivered = messages.Delivered,
            Receipts = messages.Acknowledged,
            Unexpected = messages.Duplicates + messages.Unexpected + messages.SenderUnknown,
            ToSleeping = messages.ToSleeping,
            AttachmentsSent = analysis.Attachments.Sent,
            AttachmentsDelivered = analysis.Attachments.Received,
            Latency = new TimesPart(
                latency.Count,
                latency.P50Microseconds,
                latency.P90Microseconds,
                latency.P99Microseconds,
                latency.MaxMicroseconds
            ),
            Losses = new SortedDictionary<LossReason, long>(
                analysis
                    .Losses.Where(loss => !loss.Key.StartsWith(DroppedPrefix, StringComparison.Ordinal))
                    .GroupBy(loss => ReasonOf(loss.Key, areComplete), loss => loss.Value)
                    .ToDictionary(losses => losses.Key, losses => losses.Sum())
            ),
        };
    }

    /// <summary>
    /// Begins the names of lines that servers log for dropped frames. The missing deliveries themselves are counted by
    /// another name.
    /// </summary>
    private const string DroppedPrefix = "dropped: ";

    private static LossReason ReasonOf(string stage, bool areComplete) =>
        stage switch
        {
            "neverReachedServer" when areComplete => LossReason.NeverReachedServer,
            "notDelivered" => LossReason.NotDelivered,
            "receiptNeverReachedServer" or "receiptNotDelivered" => LossReason.ReceiptLost,
            _ => LossReason.Untraced,
        };
}

/// <summary>The last place at which a lost message or receipt was seen.</summary>
internal enum LossReason
{
    /// <summary>The message was created, and no server read it.</summary>
    NeverReachedServer,

    /// <summary>
    /// The server read the message (between peers: it was created), and the member did not process it.
    /// </summary>
    NotDelivered,

    /// <summary>
    /// The message was created, and its further path is unknown: a server was killed, and its log is incomplete.
    /// </summary>
    Untraced,

    /// <summary>The member processed the message, and its sender received no receipt.</summary>
    ReceiptLost,

    /// <summary>The upload of the attachment is incomplete.</summary>
    NotUploaded,

    /// <summary>The download of the attachment is incomplete.</summary>
    NotDownloaded,
}
