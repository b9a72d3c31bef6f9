using System.Collections.ObjectModel;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;

namespace MGen.Messenger.Measurement;

/// <summary>The counters of a process's conversations at one time, for progress lines and summaries.</summary>
public sealed record LedgerSnapshot
{
    /// <summary>How many conversations there are.</summary>
    public required int Conversations { get; init; }

    /// <summary>Messages created, delivered or not.</summary>
    public required long MessagesSent { get; init; }

    /// <summary>
    /// Messages received and processed. A message received during the bootstrap wait counts when the conversation wakes
    /// up.
    /// </summary>
    public required long MessagesReceived { get; init; }

    /// <summary>Receipts created: one per message received, and one per duplicate.</summary>
    public required long ReceiptsSent { get; init; }

    /// <summary>Receipts received: up to one per message and other member, except after retransmissions.</summary>
    public required long ReceiptsReceived { get; init; }

    /// <summary>
    /// Received receipts for messages that this run has not sent. Above 0 if the server was not restarted and still had
    /// messages or receipts of an earlier run for its users; then the other counters include some of that run.
    /// </summary>
    public long ReceiptsFromEarlierRun { get; init; }

    /// <summary>Messages for which at least one receipt was received.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>
    /// Messages for which no receipt was received so far. In a group without other members, these are all messages.
    /// </summary>
    public long Unacknowledged => MessagesSent - Acknowledged;

    /// <summary>Frames (messages and receipts) that are queued, or were sent and may be lost.</summary>
    public required long Undelivered { get; init; }

    /// <summary>
    /// Frames dropped at a queue's limit. Between peers, also received frames that belong to no conversation.
    /// </summary>
    public required long Dropped { get; init; }

    /// <summary>
    /// Duplicates that senders retransmitted after a restart of the server: acknowledged again, not processed again.
    /// </summary>
    public required long Repeated { get; init; }

    /// <summary>Plaintext bytes sent: handshakes and frames.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Plaintext bytes received.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Connections established, including the first one of each conversation.</summary>
    public required long LinksOpened { get; init; }

    /// <summary>Connections that are established now.</summary>
    public required long LinksOpen { get; init; }

    /// <summary>Ended connections and failed attempts, by reason. Reasons that did not occur are absent.</summary>
    public required IReadOnlyDictionary<LinkEnd, long> LinkEnds { get; init; }

    /// <summary>Why the first failed attempt failed, in a sentence; <c>null</c> if no attempt failed.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>
    /// Attempts that failed at a proxy, for frames and attachments, by reason. Reasons that did not occur are absent.
    /// </summary>
    public IReadOnlyDictionary<SocksFailure, long> SocksFailures { get; init; } =
        ReadOnlyDictionary<SocksFailure, long>.Empty;

    /// <summary>
    /// Connections through a proxy that did not ask for the credentials by which it should isolate connections, so that
    /// their circuits may be shared.
    /// </summary>
    public long UnisolatedConnections { get; init; }

    /// <summary>
    /// Conversations that gave up because all their servers failed permanently; between peers, recipients to whom
    /// dialling failed permanently.
    /// </summary>
    public long ConversationsGivenUp { get; init; }

    /// <summary>Attachments uploaded completely.</summary>
    public required long AttachmentsUploaded { get; init; }

    /// <summary>The bytes of these attachments.</summary>
    public required long AttachmentBytesUploaded { get; init; }

    /// <summary>
    /// Attachments downloaded completely; with <c>headers-only</c>, those whose headers were received.
    /// </summary>
    public required long AttachmentsDownloaded { get; init; }

    /// <summary>The bytes of these attachments.</summary>
    public required long AttachmentBytesDownloaded { get; init; }

    /// <summary>Failed attempts of uploads and downloads.</summary>
    public required long AttachmentErrors { get; init; }

    /// <summary>Uploads and downloads dropped: too many were outstanding, or the failure was permanent.</summary>
    public required long AttachmentsDropped { get; init; }

    /// <summary>
    /// Unhandled exceptions (bugs); each ended a connection, a conversation, a transfer or another task.
    /// </summary>
    public required long Faults { get; init; }

    /// <summary>The first unhandled exception, as text; <c>null</c> if there was none.</summary>
    public required string? FirstFault { get; init; }

    /// <summary>From a message's planned time to its creation: the delay that the generator itself adds.</summary>
    public required HistogramSnapshot ScheduleLag { get; init; }

    /// <summary>From the creation of a message to each receipt for it.</summary>
    public required HistogramSnapshot RoundTrip { get; init; }
}
