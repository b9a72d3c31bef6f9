namespace MGen.Model.Conversations;

/// <summary>The two states of a conversation's Markov model. The event log writes these names.</summary>
public enum ConversationMode
{
    /// <summary>The user is away: the next message follows after an idle delay.</summary>
    Idle,

    /// <summary>The user is chatting: messages follow each other after short delays, until the quiet timeout.</summary>
    Active,
}
