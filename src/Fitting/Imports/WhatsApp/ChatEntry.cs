namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>A line with a header and something like an author, before it is known what the rest of the file makes of it.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Header">Which header.</param>
/// <param name="Author">The name before a colon with a blank: its number; -1 if there is none.</param>
/// <param name="TightAuthor">The name before a colon without a blank; -1 if there is none.</param>
/// <param name="Kind">What its text is.</param>
/// <param name="TextBytes">Bytes of its text so far.</param>
/// <param name="TightExtraBytes">How much more its text is if the colon needs no blank.</param>
/// <param name="MediaBytes">As in <see cref="Chats.ChatMessage"/>.</param>
/// <param name="IsPoll">Whether further lines are options.</param>
/// <param name="Unknown">The text of the app's own that is not known, without marks.</param>
/// <param name="Guess">What had to be guessed.</param>
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
    EntryAssumption? Guess);
