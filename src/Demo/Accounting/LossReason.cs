namespace MGen.Demo.Accounting;

/// <summary>How far something came that is lost.</summary>
internal enum LossReason
{
    /// <summary>The message was made, and no server read it.</summary>
    NeverReachedServer,

    /// <summary>The server read the message, or between peers it was made, and the member did not handle it.</summary>
    NotDelivered,

    /// <summary>The message was made, and how far it came is not known: a server was killed, and its log with it.</summary>
    Untraced,

    /// <summary>The member handled the message, and its sender was not told.</summary>
    ReceiptLost,

    /// <summary>The attachment was not uploaded whole.</summary>
    NotUploaded,

    /// <summary>The attachment was not downloaded whole.</summary>
    NotDownloaded,
}
