namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>A line with a header and a possible author, before the remainder of the file decides what it is.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Header">Index of its header.</param>
/// <param name="Author">Number of the name before a colon with a space; -1 if there is none.</param>
/// <param name="TightAuthor">Number of the name before a colon without a space; -1 if there is none.</param>
/// <param name="Kind">Kind of its text.</param>
/// <param name="TextBytes">Length of its text so far, in bytes of UTF-8.</param>
/// <param name="TightExtraBytes">Additional bytes of text if the colon needs no space.</param>
/// <param name="MediaBytes">As in <see cref="Chats.ChatMessage"/>.</param>
/// <param name="IsPoll">Whether the following lines are options of a poll.</param>
/// <param name="Unknown">An unknown text written by the app, without marks.</param>
/// <param name="Guess">What was assumed.</param>
internal readonly record struct ChatEntry(
    long Line,
    int Header,
    int Author,
    int TightAuthor,
    TextKind Kind,
    uint TextBytes,
    uint TightExtraBytes,
    long MediaBytes,
    bool IsPoll,
    string? Unknown,
    EntryAssumption? Guess
);
