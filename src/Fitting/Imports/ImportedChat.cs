using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>A chat as one input contains it.</summary>
/// <param name="Key">Chats of equal key are parts of one chat; <c>null</c>: the chat has no other parts.</param>
/// <param name="Authors">The identities of the authors, distinct. They never leave the process.</param>
/// <param name="Messages">
/// The messages in the order of the input; authors are indices of <paramref name="Authors"/>.
/// </param>
/// <param name="EndUnixMilliseconds">
/// Up to when the chat is known to be silent; <c>null</c>: up to its last message.
/// </param>
/// <param name="Members">Number of members according to the export; <c>null</c>: the number of authors.</param>
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
    /// An identity that completes the key, once it is known over all inputs which identities belong to one user;
    /// <c>null</c>: the key is complete.
    /// </summary>
    public string? KeyPerson { get; init; }

    /// <summary>Whether the times are local times of the members; otherwise they are UTC.</summary>
    public bool HasLocalTimes { get; init; }

    /// <summary>
    /// Whether it is a chat of two members, so that chats of equal key may belong to different accounts.
    /// </summary>
    public bool IsPersonal { get; init; }
}

/// <summary>Identifies a message among those of its chat with the same author and time.</summary>
/// <param name="Number">Its number in the chat.</param>
/// <param name="Version">Time of the last edit in Unix seconds; of several versions the highest one counts.</param>
/// <param name="Line">Its line in the input.</param>
/// <param name="IsLocal">Whether its time is local time of an unknown zone.</param>
internal readonly record struct MessageIdentity(long Number, long Version, long Line, bool IsLocal = false);

/// <summary>A time and the line where it occurs.</summary>
internal readonly record struct MessagePlace(long UnixMilliseconds, long Line);

/// <summary>The result of reading one input.</summary>
/// <param name="Chats">Its chats; empty if there is a problem.</param>
/// <param name="Tally">Counts of its entries; <c>null</c> if its format is unknown.</param>
/// <param name="Problem">Why it could not be read; <c>null</c>: it was read.</param>
internal sealed record ImportedFile(IReadOnlyList<ImportedChat> Chats, InputTally? Tally, ImportProblem? Problem);
