using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Membership;
using MGen.Fitting.Imports.WhatsApp;
using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>The result of reading all inputs.</summary>
/// <param name="Chats">The chats of the inputs that could be read.</param>
/// <param name="Identities">
/// The identity of each user, by number. Identities must not be written to any output unless requested.
/// </param>
/// <param name="Tallies">Counts per input, in their order; <c>null</c> where the format is unknown.</param>
/// <param name="Problems">The inputs that could not be read, in their order.</param>
public sealed record ImportResult(
    ChatSet Chats,
    IReadOnlyList<string> Identities,
    IReadOnlyList<InputTally?> Tallies,
    IReadOnlyList<ImportProblem> Problems
)
{
    /// <summary>The lines of the table of members that are about no chat or about several chats.</summary>
    public IReadOnlyList<ImportProblem> MemberProblems { get; init; } = [];
}

/// <summary>
/// Why an input could not be read. It contains the place and kind of the error, never content of the input.
/// </summary>
/// <param name="At">
/// The file as it was named, line and column; line 0 if the error concerns the file as a whole.
/// </param>
/// <param name="Message">The error.</param>
public sealed record ImportProblem(ConfigPosition At, string Message)
{
    /// <summary>Formats the problem as <c>file:line:column: message</c>.</summary>
    public override string ToString() =>
        new ConfigError(At.File, At.Line, At.Column, "", Message, null, null, null).ToString();
}

/// <summary>
/// An input that cannot be read further. The exception does not leave the import: <see cref="ChatImporter"/> converts
/// it to an <see cref="ImportProblem"/>.
/// </summary>
internal sealed class ImportException(long line, int column, string message) : Exception(message)
{
    /// <summary>Line, from 1; 0 for the input as a whole.</summary>
    public long Line => line;

    /// <summary>Column in bytes, from 1.</summary>
    public int Column => column;
}

/// <summary>A chat as one input contains it.</summary>
/// <param name="Key">Chats of equal key are parts of one chat; <c>null</c>: the chat has no other parts.</param>
/// <param name="Authors">The identities of the authors, distinct. They never leave the process.</param>
/// <param name="Messages">
/// The messages in the order of the input; authors are indices of <paramref name="Authors"/>.
/// </param>
/// <param name="EndUnixMilliseconds">
/// The time until which the chat is known to be silent; <c>null</c>: the time of its last message.
/// </param>
/// <param name="Members">
/// Number of members according to the export; <c>null</c>: the export does not give the number.
/// </param>
/// <param name="ToTheMinute">Whether the times have no seconds.</param>
/// <param name="Identities">
/// The identity of each message, by which duplicates in other inputs are found; <c>null</c>: messages have none.
/// </param>
/// <param name="Earliest">Time and line of the earliest message.</param>
/// <param name="Latest">Time and line of the latest message.</param>
internal sealed record ImportedChat(
    string? Key,
    IReadOnlyList<string> Authors,
    IReadOnlyList<ChatMessage> Messages,
    long? EndUnixMilliseconds,
    int? Members,
    bool ToTheMinute,
    IReadOnlyList<MessageIdentity>? Identities,
    MessagePlace Earliest,
    MessagePlace Latest
)
{
    /// <summary>
    /// An identity whose user completes the key; the user is known when the identities of all inputs have been joined.
    /// <c>null</c>: the key is complete.
    /// </summary>
    public string? KeyPerson { get; init; }

    /// <summary>The members whom the export names, and whether it says that the chat is a group.</summary>
    public MemberNames Named { get; init; } = new();

    /// <summary>
    /// A value that is larger for the newer of two exports of the chat. The newer export has a later last message, or
    /// an equally late one and more joins and leaves.
    /// </summary>
    public (long UnixMilliseconds, int Changes) Recency => (Latest.UnixMilliseconds, Named.Changes);

    /// <summary>The names by which a <see cref="MemberTable"/> may refer to the chat.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether the times are local times of the members; otherwise they are UTC.</summary>
    public bool HasLocalTimes { get; init; }

    /// <summary>The line of each message in the input, from 1; 0: unknown.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>
    /// Whether it is a chat of two members, so that chats of equal key may belong to different accounts.
    /// </summary>
    public bool IsPersonal { get; init; }
}

/// <summary>Identifies a message among those of its chat with the same author and time.</summary>
/// <param name="Number">Its number in the chat.</param>
/// <param name="Version">
/// Time of the last edit in Unix seconds; of several versions of a message the latest one counts.
/// </param>
/// <param name="Line">Its line in the input.</param>
/// <param name="IsLocal">Whether its time is local time of an unknown zone.</param>
internal readonly record struct MessageIdentity(long Number, long Version, long Line, bool IsLocal = false);

/// <summary>A time and the line where it occurs.</summary>
internal readonly record struct MessagePlace(long UnixMilliseconds, long Line);

/// <summary>The result of reading one input.</summary>
/// <param name="Chats">Its chats; empty if there is a problem.</param>
/// <param name="Tally">Counts of its entries; <c>null</c> if its format is unknown.</param>
/// <param name="Problem">Why the input could not be read; <c>null</c>: it was read.</param>
internal sealed record ImportedFile(IReadOnlyList<ImportedChat> Chats, InputTally? Tally, ImportProblem? Problem);

/// <summary>How inputs are read.</summary>
public sealed record ImportOptions
{
    /// <summary>The format of every input; <c>null</c>: detected for each.</summary>
    public ChatFormat? Format { get; init; }

    /// <summary>The order of day, month and year in WhatsApp's dates; <c>null</c>: detected for each file.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>
    /// Whether times without seconds stay at the start of their minute. Default: they are distributed within their
    /// minute.
    /// </summary>
    public bool KeepMinutes { get; init; }

    /// <summary>Whether the same name in two inputs denotes two users. Default: one user.</summary>
    public bool SeparateUsers { get; init; }

    /// <summary>
    /// The longest accepted time from a chat's first message to its last, in years. A longer time is an error, because
    /// its cause is probably a wrong date. Default 20: the supported messengers are not much older.
    /// </summary>
    public double MaxSpanYears { get; init; } = 20;

    /// <summary>
    /// The present time. Messages more than a day after it are marked as assumed: their year is probably of another
    /// calendar. <c>null</c>: not checked.
    /// </summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The true members of chats; <c>null</c>: only what the exports say.</summary>
    public MemberTable? Members { get; init; }

    /// <summary>Seed of the times drawn within minutes.</summary>
    public ulong Seed { get; init; }

    /// <summary>Largest number of threads. Default: one per processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
