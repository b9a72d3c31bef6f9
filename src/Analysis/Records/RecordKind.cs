namespace MGen.Analysis.Records;

/// <summary>The events of a message, in the order in which they happen.</summary>
internal enum RecordKind : byte
{
    /// <summary>It was sent.</summary>
    Sent,

    /// <summary>The server read it.</summary>
    AtServer,

    /// <summary>It arrived at a member.</summary>
    Delivered,

    /// <summary>The server read a member's receipt for it.</summary>
    ReceiptAtServer,

    /// <summary>A member's receipt arrived at the sender.</summary>
    Acknowledged,
}
