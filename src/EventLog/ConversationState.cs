namespace MGen.EventLog;

/// <summary>The two states of a conversation, as named in the log.</summary>
public enum ConversationState : byte
{
    /// <summary>The user is away.</summary>
    Idle,

    /// <summary>The user is chatting.</summary>
    Active,
}
