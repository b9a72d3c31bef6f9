using MGen.Wire;

namespace MGen.Model.Conversations;

/// <summary>
/// The state of a conversation: an immutable value of only 32 bytes, because a simulator holds millions of them. All
/// times count from one origin that the driver chooses, such as the start of the run. Only
/// <see cref="ConversationMachine"/> creates states.
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

/// <summary>The two states of a conversation's Markov model. The event log writes these names.</summary>
public enum ConversationMode
{
    /// <summary>The user is not chatting: the next message follows after an idle delay.</summary>
    Idle,

    /// <summary>The user is chatting: messages follow each other after short delays, until the quiet timeout.</summary>
    Active,
}

/// <summary>A spell of activity in progress when a conversation begins.</summary>
/// <param name="Send">When the next message is due, counted from waking up. Not negative.</param>
/// <param name="Leave">
/// When the spell ends if nothing is sent or received before, counted from waking up. Not negative, at most
/// <paramref name="Quiet"/>.
/// </param>
/// <param name="Quiet">The spell's draw of w: a length of time.</param>
public readonly record struct ActiveStart(TimeSpan Send, TimeSpan Leave, TimeSpan Quiet)
{
    /// <summary>The rest of a spell at <paramref name="now"/>; <c>null</c> if the user is idle.</summary>
    public static ActiveStart? From(in ConversationState state, TimeSpan now) =>
        state.Mode == ConversationMode.Active
            ? new ActiveStart(NotNegative(state.SendAt - now), NotNegative(state.LeaveAt - now), state.QuietTimeout)
            : null;

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}

/// <summary>The effect of an event on a conversation.</summary>
/// <param name="From">The mode before.</param>
/// <param name="State">The state after.</param>
/// <param name="Message">The message to send now; <c>null</c> if there is none.</param>
public readonly record struct Transition(ConversationMode From, ConversationState State, PlannedMessage? Message)
{
    /// <summary>The mode after; often the same as <see cref="From"/>.</summary>
    public ConversationMode To => State.Mode;
}

/// <summary>A message to be sent now.</summary>
/// <param name="Id">Its number within (user, group), from 0.</param>
/// <param name="Blocks">Its size as drawn, in blocks. 0 is logged as 0 and sent as one block.</param>
public readonly record struct PlannedMessage(uint Id, uint Blocks)
{
    /// <summary>The size that is sent, in bytes; at least one block.</summary>
    public uint SizeBytes => Math.Max(Blocks, 1) * WireLimits.BlockBytes;
}
