namespace MGen.Model.Conversations;

/// <summary>
/// The event from which the quiet timeout of a spell of <see cref="ConversationMode.Active"/> counts.
/// </summary>
public enum ActiveTimeoutRule
{
    /// <summary>
    /// The last message sent or received: the spell ends after that much silence. The default, as in the original's
    /// documentation.
    /// </summary>
    Quiet,

    /// <summary>The start of the spell, as in the original's code; repeats published runs.</summary>
    Spell,
}
