namespace MGen.Analysis.Joining;

/// <summary>How far something came that is missing.</summary>
internal enum LossStage
{
    /// <summary>The server's log, which is at hand, does not have the message.</summary>
    NeverReachedServer,

    /// <summary>The recipient's log, which is at hand, does not have the message; the server's has, if it is at hand.</summary>
    NotDelivered,

    /// <summary>The recipient's log has the message; the server's, which is at hand, does not have the receipt.</summary>
    ReceiptNeverReachedServer,

    /// <summary>The recipient's log has the message, and the server's, if it is at hand, the receipt.</summary>
    ReceiptNotDelivered,

    /// <summary>The logs at hand do not tell.</summary>
    Unknown,
}
