using System.Collections.ObjectModel;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;

namespace MGen.Messenger.Measurement;

/// <summary>What a process's conversations did so far, for progress displays and summaries.</summary>
public sealed record LedgerSnapshot
{
    /// <summary>How many conversations there are.</summary>
    public required int Conversations { get; init; }

    /// <summary>Messages that the conversations made, delivered or not.</summary>
    public required long MessagesSent { get; init; }

    /// <summary>
    /// Messages that arrived from others and were handled; those that came before a conversation was awake count when
    /// it wakes.
    /// </summary>
    public required long MessagesReceived { get; init; }

    /// <summary>Receipts made: one for each message received.</summary>
    public required long ReceiptsSent { get; init; }

    /// <summary>Receipts that arrived: up to one for each member of the group and message.</summary>
    public required long ReceiptsReceived { get; init; }

    /// <summary>
    /// Those of them for messages that this run has not sent (yet): a server that was left running had messages or
    /// receipts of an earlier run for its users, and the other counts have some of that run, too.
    /// </summary>
    public long ReceiptsFromEarlierRun { get; init; }

    /// <summary>Messages for which at least one receipt arrived.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Messages for which no receipt arrived (yet). In a group without other members, all.</summary>
    public long Unacknowledged => MessagesSent - Acknowledged;

    /// <summary>Frames (messages and receipts) that were not handed to a server (yet).</summary>
    public required long Undelivered { get; init; }

    /// <summary>Frames given up because a queue was at its limit.</summary>
    public required long Dropped { get; init; }

    /// <summary>
    /// Messages that a restarted server's clients sent a second time; acknowledged again, not handled again.
    /// </summary>
    public required long Repeated { get; init; }

    /// <summary>Bytes of handshakes and frames given to TLS.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes received of TLS.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Links established, the first of each conversation included.</summary>
    public required long LinksOpened { get; init; }

    /// <summary>Links that are up now.</summary>
    public required long LinksOpen { get; init; }

    /// <summary>Ended links and failed attempts by reason; reasons that did not occur are missing.</summary>
    public required IReadOnlyDictionary<LinkEnd, long> LinkEnds { get; init; }

    /// <summary>Why the first attempt at a link that failed did so, in a sentence; <c>null</c> if none did.</summary>
    public string? FirstFailure { get; init; }

    /// <summary>
    /// Attempts at which a proxy gave no connection, for links and attachments, by reason; reasons that did not occur
    /// are missing.
    /// </summary>
    public IReadOnlyDictionary<SocksFailure, long> SocksFailures { get; init; } =
        ReadOnlyDictionary<SocksFailure, long>.Empty;

    /// <summary>
    /// Connections through a proxy that did not want to know whose they are, although it should: circuits are not kept
    /// apart.
    /// </summary>
    public long UnisolatedConnections { get; init; }

    /// <summary>Conversations that ended before their time, for no further attempt could reach a server.</summary>
    public long ConversationsGivenUp { get; init; }

    /// <summary>Attachments uploaded whole.</summary>
    public required long AttachmentsUploaded { get; init; }

    /// <summary>Their bytes.</summary>
    public required long AttachmentBytesUploaded { get; init; }

    /// <summary>Attachments downloaded whole (with <c>headers-only</c>: whose headers came).</summary>
    public required long AttachmentsDownloaded { get; init; }

    /// <summary>Their bytes.</summary>
    public required long AttachmentBytesDownloaded { get; init; }

    /// <summary>Failed attempts at an upload or download; each was tried again.</summary>
    public required long AttachmentErrors { get; init; }

    /// <summary>
    /// Uploads and downloads given up: too many were outstanding, or no further attempt could succeed.
    /// </summary>
    public required long AttachmentsDropped { get; init; }

    /// <summary>Bugs that were caught; each cost one link or one conversation.</summary>
    public required long Faults { get; init; }

    /// <summary>The first of them in words; <c>null</c> if there was none.</summary>
    public required string? FirstFault { get; init; }

    /// <summary>From a message's planned time to the moment it was made: how late the generator itself is.</summary>
    public required HistogramSnapshot ScheduleLag { get; init; }

    /// <summary>From making a message to each receipt for it.</summary>
    public required HistogramSnapshot RoundTrip { get; init; }
}
