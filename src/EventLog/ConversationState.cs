namespace MGen.EventLog;

/// <summary>The two states of a conversation as the log names them.</summary>
public enum ConversationState : byte
{
    /// <summary>Not talking.</summary>
    Idle,

    /// <summary>In a spell of messages.</summary>
    Active,
}
