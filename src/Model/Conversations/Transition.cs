namespace MGen.Model.Conversations;

/// <summary>The effect of an event on a conversation.</summary>
/// <param name="From">The mode before.</param>
/// <param name="State">The state after.</param>
/// <param name="Message">The message to send now; <c>null</c> if there is none.</param>
public readonly record struct Transition(ConversationMode From, ConversationState State, PlannedMessage? Message)
{
    /// <summary>The mode after; often the same as <see cref="From"/>.</summary>
    public ConversationMode To => State.Mode;
}
