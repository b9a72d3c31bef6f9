namespace MGen.Fitting.Imports;

/// <summary>Why an entry of an export is rightly no message.</summary>
public enum EntrySkip
{
    /// <summary>What the messenger itself tells: somebody joined, a call was missed, messages are encrypted.</summary>
    Service,

    /// <summary>A reaction, receipt, edit or typing notice.</summary>
    Reaction,

    /// <summary>A whole chat that is no conversation among people: a channel, a bot, notes to oneself.</summary>
    NotAConversation,
}
