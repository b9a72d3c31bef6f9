namespace MGen.Demo.Accounting;

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
