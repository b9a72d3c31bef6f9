namespace MGen.Wire;

/// <summary>The three outcomes of reading from a stream of bytes.</summary>
public enum ReadStatus
{
    /// <summary>All input was taken; the item is not complete yet.</summary>
    NeedMoreData,

    /// <summary>One item is complete; what follows it was left in the input.</summary>
    Complete,

    /// <summary>The bytes break the format. The stream cannot be read any further.</summary>
    Violation,
}
