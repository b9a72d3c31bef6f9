namespace MGen.Model.Conversations;

/// <summary>What the quiet timeout of a spell of <see cref="ConversationMode.Active"/> counts from.</summary>
public enum ActiveTimeoutRule
{
    /// <summary>
    /// From the last message sent or received: the spell ends after that much quiet. The default, and what the original's documentation
    /// says.
    /// </summary>
    Quiet,

    /// <summary>From the start of the spell, whatever happens in it: what the original's code does, to repeat published runs.</summary>
    Spell,
}
