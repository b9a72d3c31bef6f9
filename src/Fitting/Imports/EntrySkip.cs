namespace MGen.Fitting.Imports;

/// <summary>Why an entry of an export is correctly not a message.</summary>
public enum EntrySkip
{
    /// <summary>A notice of the messenger: a member joined, messages are encrypted.</summary>
    Service,

    /// <summary>A notice of the messenger that contains a colon, such as a group's new name.</summary>
    ServiceWithColon,

    /// <summary>A reaction, receipt, edit or typing notice.</summary>
    Reaction,

    /// <summary>An entry that only controls the chat: a timer, a key, a vote, an update of the group.</summary>
    Control,

    /// <summary>A call.</summary>
    Call,

    /// <summary>A message that its sender or an administrator deleted: its time is known, its size is not.</summary>
    Deleted,

    /// <summary>A message that another entry or input contains too; the newest version counts.</summary>
    Doubled,

    /// <summary>A whole chat that is not a conversation of users: a channel, a bot, notes to oneself.</summary>
    NotAConversation,
}
