namespace MGen.Membership.Health;

/// <summary>Whether a process may take traffic.</summary>
internal interface INodeHealth
{
    /// <summary>Why it may not; <c>null</c> if it may.</summary>
    string? NotReady { get; }

    /// <summary>Whether its start is over. It stays so while the process stops.</summary>
    bool HasStarted { get; }
}
