namespace MGen.Links;

/// <summary>
/// A request has no response: the link broke, there was none, or the member reported a failure. The request may have
/// arrived.
/// </summary>
public sealed class UnreachableMemberException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public UnreachableMemberException() { }

    /// <summary>Creates the exception with the reason.</summary>
    public UnreachableMemberException(string message)
        : base(message) { }

    /// <summary>Creates the exception with the reason and its cause.</summary>
    public UnreachableMemberException(string message, Exception innerException)
        : base(message, innerException) { }
}
