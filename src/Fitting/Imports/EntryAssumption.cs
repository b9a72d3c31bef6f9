namespace MGen.Fitting.Imports;

/// <summary>
/// What was assumed about an entry that was taken as a message. Each assumption is reported with its line and counts as
/// not understood.
/// </summary>
public enum EntryAssumption
{
    /// <summary>
    /// WhatsApp: a short text written by the app that is not a known placeholder; taken for a file that the export
    /// omits.
    /// </summary>
    UnknownPlaceholder,

    /// <summary>WhatsApp: words in angle brackets at the end of a text; taken for the app's mark of an edit.</summary>
    UnknownEditMark,

    /// <summary>
    /// WhatsApp: a file name with words in parentheses that no known language uses; taken for a file.
    /// </summary>
    UnknownAttachment,

    /// <summary>A file that is not in the export; its size is unknown.</summary>
    FileNotInExport,

    /// <summary>
    /// WhatsApp: a date and time of another form than the file's first one, as in a chat pasted into a message; taken
    /// for a message.
    /// </summary>
    OtherHeaderForm,

    /// <summary>A message without text and without known content; taken for an empty message.</summary>
    EmptyMessage,

    /// <summary>
    /// WhatsApp: an author of one line whose name reads like a sentence of the app's own; taken for a person.
    /// </summary>
    SentenceAsAuthor,

    /// <summary>
    /// Signal: a phone number with two service identifiers, such as of a number that changed hands; taken for one
    /// person.
    /// </summary>
    SharedNumber,

    /// <summary>Telegram: a chat of a type that is not known; taken for a conversation among people.</summary>
    UnknownChatType,
}
