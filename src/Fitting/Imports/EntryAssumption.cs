namespace MGen.Fitting.Imports;

/// <summary>What had to be guessed about an entry that was taken. Each is told with its line, and counts among what is not understood.</summary>
public enum EntryAssumption
{
    /// <summary>WhatsApp: a short text of the app's own that is no known placeholder; taken for a file that was left out of the export.</summary>
    UnknownPlaceholder,

    /// <summary>WhatsApp: words in angle brackets at a text's end; taken for the app's mark of an edit.</summary>
    UnknownEditMark,

    /// <summary>WhatsApp: a file name with words in parentheses that no known language writes; taken for a file.</summary>
    UnknownAttachment,

    /// <summary>A file that is not in the export; it counts as one of unknown size.</summary>
    FileNotInExport,

    /// <summary>WhatsApp: a date and time of another form than the file's first, such as of a chat pasted into a message; taken for a message.</summary>
    OtherHeaderForm,

    /// <summary>A message without text or any content that is known; counts as an empty message.</summary>
    EmptyMessage,

    /// <summary>WhatsApp: an author of one line whose name reads like a sentence of the app's own; taken for a person.</summary>
    SentenceAsAuthor,

    /// <summary>Signal: a phone number with two service identifiers, such as of a number that changed hands; taken for one person.</summary>
    SharedNumber,

    /// <summary>Telegram: a chat of a type that is not known; taken for a conversation among people.</summary>
    UnknownChatType,
}
