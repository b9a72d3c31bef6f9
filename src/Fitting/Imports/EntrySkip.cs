namespace MGen.Fitting.Imports;

/// <summary>Why an entry of an export is rightly no message.</summary>
public enum EntrySkip
{
    /// <summary>What the messenger itself tells: somebody joined, messages are encrypted.</summary>
    Service,

    /// <summary>What the messenger itself tells, in a line with a colon, such as a group's new name with one.</summary>
    ServiceWithColon,

    /// <summary>A reaction, receipt, edit or typing notice.</summary>
    Reaction,

    /// <summary>What only controls a chat: a timer, a key, a vote, a group's update.</summary>
    Control,

    /// <summary>A call.</summary>
    Call,

    /// <summary>A message that its sender or an administrator deleted: its time is known, its size is not.</summary>
    Deleted,

    /// <summary>A message that another entry or input has as well; the newest version counts.</summary>
    Doubled,

    /// <summary>A whole chat that is no conversation among people: a channel, a bot, notes to oneself.</summary>
    NotAConversation,
}
