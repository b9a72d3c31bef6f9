using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>A chat as one input has it.</summary>
/// <param name="Key">What makes it the same chat as another input's: their messages are put together; <c>null</c>: no other is the same.</param>
/// <param name="Authors">Who wrote, each once: identities, which never leave the process.</param>
/// <param name="Messages">The messages in the order of the input; authors are indices of <paramref name="Authors"/>.</param>
/// <param name="EndUnixMilliseconds">Up to when the chat is known to have been silent; <c>null</c>: up to its last message.</param>
/// <param name="Members">How many people the export says are in it; <c>null</c>: as many as wrote.</param>
/// <param name="ToTheMinute">Whether its times have no seconds.</param>
/// <param name="Identities">What makes each message the same as another input's; <c>null</c>: nothing is known that does.</param>
/// <param name="Earliest">Its earliest message, and the line that it is on.</param>
/// <param name="Latest">Its latest message.</param>
internal sealed record ImportedChat(
    string? Key,
    IReadOnlyList<string> Authors,
    IReadOnlyList<ChatMessage> Messages,
    long? EndUnixMilliseconds,
    int? Members,
    bool ToTheMinute,
    IReadOnlyList<MessageIdentity>? Identities,
    MessagePlace Earliest,
    MessagePlace Latest)
{
    /// <summary>A person whose identity ends the key, once it is known over all inputs which identities are one person's; <c>null</c>: nobody's does.</summary>
    public string? KeyPerson { get; init; }

    /// <summary>Whether its times are those of the people's own clocks; else they are UTC.</summary>
    public bool HasLocalTimes { get; init; }

    /// <summary>Whether it is a chat of two people, so that parts of one key may still be chats of different accounts.</summary>
    public bool IsPersonal { get; init; }
}

/// <summary>What makes a message the same as another one of its chat with the same author and time.</summary>
/// <param name="Number">Its number in the chat.</param>
/// <param name="Version">Of several, the one with the highest version counts: when it was edited, in Unix seconds.</param>
/// <param name="Line">Its line in the input.</param>
internal readonly record struct MessageIdentity(long Number, long Version, long Line);

/// <summary>A time and the line it is on.</summary>
internal readonly record struct MessagePlace(long UnixMilliseconds, long Line);
