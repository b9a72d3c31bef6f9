namespace MGen.Messenger.Conversations;

/// <summary>Where a conversation is in its life; it only moves forward.</summary>
internal enum ConversationPhase
{
    /// <summary>Made, not started.</summary>
    New,

    /// <summary>In its start stagger: not even connecting.</summary>
    Staggered,

    /// <summary>Connecting or connected, and asleep: what arrives waits, nothing is sent.</summary>
    Bootstrapping,

    /// <summary>The machine runs.</summary>
    Awake,

    /// <summary>A bug ended it. Its link goes on, unheard.</summary>
    Failed,
}
