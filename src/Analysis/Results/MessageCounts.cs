namespace MGen.Analysis.Results;

/// <summary>
/// Messages, and the deliveries and receipts that they owe: one of each per other member of the group who was awake
/// when the message was sent. A ratio is <c>null</c> if nothing was owed.
/// </summary>
public sealed record MessageCounts
{
    /// <summary>Messages sent.</summary>
    public required long Sent { get; init; }

    /// <summary>Their bytes, once per message, without headers.</summary>
    public required long SentBytes { get; init; }

    /// <summary>
    /// Messages sent in the warm-up or cool-down. Of the other counts only <see cref="Renumbered"/> includes them.
    /// </summary>
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
    /// <see cref="Late"/> plus <see cref="NeverAcknowledged"/>: the receipts that took longer than the time-out, as far
    /// as the logs show.
    /// </summary>
    public long TimedOut => Late + NeverAcknowledged;

    /// <summary>
    /// Those of <see cref="NeverAcknowledged"/> whose message was sent less than the time-out before the logs' end, so
    /// that the receipt may follow the end. A cool-down of the length of the time-out leaves them out.
    /// </summary>
    public required long Undecided { get; init; }

    /// <summary>Deliveries owed to members whose own log is available.</summary>
    public required long DeliveriesOwed { get; init; }

    /// <summary>Those of them that the member's log contains or that a receipt proves.</summary>
    public required long Delivered { get; init; }

    /// <summary><see cref="DeliveriesOwed"/> minus <see cref="Delivered"/>.</summary>
    public long Lost => DeliveriesOwed - Delivered;

    /// <summary><see cref="Delivered"/> / <see cref="DeliveriesOwed"/>.</summary>
    public double? DeliveryRatio => Ratio(Delivered, DeliveriesOwed);

    /// <summary><see cref="TimedOut"/> / <see cref="Owed"/>.</summary>
    public double? TimedOutRatio => Ratio(TimedOut, Owed);

    /// <summary>
    /// For each message, the members who were not awake when it was sent. Their deliveries and receipts are not owed,
    /// and are in no other count.
    /// </summary>
    public required long ToSleeping { get; init; }

    /// <summary>
    /// Messages and receipts of a sender to itself (the original's peer generator creates such groups): not owed, and
    /// in no other count.
    /// </summary>
    public required long ToSelf { get; init; }

    /// <summary>Repeated sends, deliveries and receipts.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Deliveries and receipts of messages that are missing in their sender's available log.</summary>
    public required long Unexpected { get; init; }

    /// <summary>Deliveries and receipts of messages whose sender's log is not available.</summary>
    public required long SenderUnknown { get; init; }

    /// <summary>
    /// Messages sent with the number of an earlier message of the same conversation at another time, for example by a
    /// restarted client.
    /// </summary>
    public required long Renumbered { get; init; }

    /// <summary>
    /// Lines of the server, deliveries and receipts whose time is before that of their message, since clocks differ.
    /// Their latency counts as 0.
    /// </summary>
    public required long BeforeSend { get; init; }

    private static double? Ratio(long part, long whole) => whole == 0 ? null : (double)part / whole;
}

/// <summary>Messages of one class: a range of group sizes (members) or of message sizes (bytes).</summary>
/// <param name="From">Lowest size of the class.</param>
/// <param name="To">Highest size of the class; <c>null</c> if unbounded.</param>
/// <param name="Groups">Groups in which such messages were sent; 0 for classes of message sizes.</param>
/// <param name="Sent">Messages sent.</param>
/// <param name="Owed">Receipts owed.</param>
/// <param name="TimedOut">Receipts that arrived after the time-out or never.</param>
/// <param name="DeliveriesOwed">Deliveries owed to members whose own log is available.</param>
/// <param name="Delivered">Those of them that the member's log contains or that a receipt proves.</param>
/// <param name="RoundTrip">The time from the send to each receipt.</param>
/// <param name="Delivery">The time from the send to each delivery.</param>
public sealed record ClassResult(
    long From,
    long? To,
    long Groups,
    long Sent,
    long Owed,
    long TimedOut,
    long DeliveriesOwed,
    long Delivered,
    LatencyDistribution RoundTrip,
    LatencyDistribution Delivery
);

/// <summary>One user, over all conversations.</summary>
/// <param name="User">The name.</param>
/// <param name="Conversations">The number of groups in which the user was seen.</param>
/// <param name="Sent">Messages the user sent.</param>
/// <param name="Owed">Receipts owed to the user.</param>
/// <param name="TimedOut">Those of them that arrived after the time-out or never.</param>
/// <param name="OwedByIt">Receipts the user owed to others.</param>
/// <param name="TimedOutByIt">Those of them that arrived after the time-out or never.</param>
/// <param name="P50Microseconds">
/// Median round trip of the user's messages, missing ones included as in <see cref="LatencyDistribution"/>; exact.
/// </param>
/// <param name="P90Microseconds">90th percentile.</param>
/// <param name="P99Microseconds">99th percentile.</param>
/// <param name="MaxMicroseconds">The longest round trip observed.</param>
public sealed record UserResult(
    string User,
    long Conversations,
    long Sent,
    long Owed,
    long TimedOut,
    long OwedByIt,
    long TimedOutByIt,
    long? P50Microseconds,
    long? P90Microseconds,
    long? P99Microseconds,
    long? MaxMicroseconds
);

/// <summary>Messages too large to travel inline (above 2,240 bytes), and their transfers.</summary>
/// <param name="Sent">Such messages sent, by the clients' logs.</param>
/// <param name="SentBytes">Their bytes.</param>
/// <param name="Received">Such messages received.</param>
/// <param name="UploadsAsked">Uploads requested, by the web server's log.</param>
/// <param name="DownloadsAsked">Downloads requested, by the web server's log.</param>
/// <param name="DownloadBytesAsked">Their bytes.</param>
/// <param name="Uploaded">Uploads completed, by extended logs.</param>
/// <param name="UploadedBytes">Their bytes.</param>
/// <param name="Upload">Their durations, to the millisecond.</param>
/// <param name="Downloaded">Downloads completed, by extended logs.</param>
/// <param name="DownloadedBytes">Their bytes.</param>
/// <param name="Download">Their durations, to the millisecond.</param>
public sealed record AttachmentSummary(
    long Sent,
    long SentBytes,
    long Received,
    long UploadsAsked,
    long DownloadsAsked,
    long DownloadBytesAsked,
    long Uploaded,
    long UploadedBytes,
    LatencyDistribution Upload,
    long Downloaded,
    long DownloadedBytes,
    LatencyDistribution Download
);

/// <summary>The beginnings and ends of connections.</summary>
/// <param name="Opened">Connections that clients opened: the number of handshakes sent.</param>
/// <param name="Conversations">Conversations that opened any connection.</param>
/// <param name="PeerDialled">
/// Connections between peers that succeeded at the first attempt (success at a later attempt is not logged).
/// </param>
/// <param name="Accepted">TCP connections that servers accepted.</param>
/// <param name="Registered">Registrations at servers.</param>
/// <param name="FailedByStage">Connections that failed at servers, by stage: accept, tls, handshake, receive.</param>
/// <param name="Terminated">Connections that a server's writing side found dead.</param>
/// <param name="Refused">Users that servers refused, by reason.</param>
public sealed record ConnectionSummary(
    long Opened,
    long Conversations,
    long PeerDialled,
    long Accepted,
    long Registered,
    IReadOnlyDictionary<string, long> FailedByStage,
    long Terminated,
    IReadOnlyDictionary<string, long> Refused
)
{
    /// <summary>Connections opened by a conversation that had already opened one.</summary>
    public long Reopened => Opened - Conversations;
}
