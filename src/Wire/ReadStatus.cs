namespace MGen.Wire;

/// <summary>The three outcomes of reading from a stream of bytes.</summary>
public enum ReadStatus
{
    /// <summary>All input was consumed; the item is not complete yet.</summary>
    NeedMoreData,

    /// <summary>One item is complete; the bytes after it remain in the input.</summary>
    Complete,

    /// <summary>The bytes violate the format. The stream cannot be read any further.</summary>
    Violation,
}
