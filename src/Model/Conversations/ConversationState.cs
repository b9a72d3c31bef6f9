namespace MGen.Model.Conversations;

/// <summary>
/// Where a conversation stands: an immutable value of 32 bytes, since a simulator holds millions. All times count from one start that the
/// driver chooses, such as the start of the run. Made and moved on by <see cref="ConversationMachine"/> only.
/// </summary>
public readonly record struct ConversationState
{
    /// <summary>Whether the user is idle or active.</summary>
    public ConversationMode Mode { get; internal init; }

    /// <summary>The id of the next message sent. Ids count from 0; after 2^32 - 1 they wrap, as the wire has 32 bits for them.</summary>
    public uint NextId { get; internal init; }

    /// <summary>When the next message is due, unless the user becomes idle before.</summary>
    public TimeSpan SendAt { get; internal init; }

    /// <summary>When an active user becomes idle. No meaning while idle.</summary>
    public TimeSpan LeaveAt { get; internal init; }

    /// <summary>When <see cref="ConversationMachine.OnDeadline"/> is due if nothing is received before.</summary>
    public TimeSpan NextDeadline => WillLeave ? LeaveAt : SendAt;

    /// <summary>The draw of w that the present spell of activity lives by. No meaning while idle.</summary>
    internal TimeSpan QuietTimeout { get; init; }

    /// <summary>Whether the next deadline makes the user idle. A message due at the very moment of leaving is not sent.</summary>
    internal bool WillLeave => Mode == ConversationMode.Active && SendAt >= LeaveAt;
}
