namespace MGen.Analysis.Joining;

/// <summary>The last place at which a missing message or receipt was seen.</summary>
internal enum LossStage
{
    /// <summary>The server's log is available and does not have the message.</summary>
    NeverReachedServer,

    /// <summary>
    /// The recipient's log is available and does not have the message; the server's log has it, if available.
    /// </summary>
    NotDelivered,

    /// <summary>
    /// The recipient's log has the message; the server's log is available and does not have the receipt.
    /// </summary>
    ReceiptNeverReachedServer,

    /// <summary>The recipient's log has the message, and the server's log, if available, has the receipt.</summary>
    ReceiptNotDelivered,

    /// <summary>The available logs do not show the place.</summary>
    Unknown,
}
