namespace MGen.Membership.Health;

/// <summary>Whether a process may take traffic.</summary>
internal interface INodeHealth
{
    /// <summary>Why it may not; <c>null</c> if it may.</summary>
    string? NotReady { get; }
}
