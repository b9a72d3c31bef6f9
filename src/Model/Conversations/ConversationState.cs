namespace MGen.Model.Conversations;

/// <summary>
/// The state of a conversation: an immutable value of 32 bytes, since a simulator holds millions. All times count from
/// one origin that the driver chooses, such as the start of the run. Only <see cref="ConversationMachine"/> creates
/// states.
/// </summary>
public readonly record struct ConversationState
{
    /// <summary>Whether the user is idle or active.</summary>
    public ConversationMode Mode { get; internal init; }

    /// <summary>
    /// The id of the next message sent. Ids count from 0 and wrap after 2^32 - 1, since the wire has 32 bits for them.
    /// </summary>
    public uint NextId { get; internal init; }

    /// <summary>When the next message is due, unless the user becomes idle first.</summary>
    public TimeSpan SendAt { get; internal init; }

    /// <summary>When an active user becomes idle. Undefined while idle.</summary>
    public TimeSpan LeaveAt { get; internal init; }

    /// <summary>When <see cref="ConversationMachine.OnDeadline"/> is due if nothing is received before.</summary>
    public TimeSpan NextDeadline => WillLeave ? LeaveAt : SendAt;

    /// <summary>The draw of w for the current spell of activity. Undefined while idle.</summary>
    internal TimeSpan QuietTimeout { get; init; }

    /// <summary>
    /// Whether the next deadline makes the user idle. A message due at exactly that time is not sent.
    /// </summary>
    internal bool WillLeave => Mode == ConversationMode.Active && SendAt >= LeaveAt;
}
