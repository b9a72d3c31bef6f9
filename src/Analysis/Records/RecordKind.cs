namespace MGen.Analysis.Records;

/// <summary>What a record tells of a message, in the order in which it happens.</summary>
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
