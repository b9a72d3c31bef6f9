using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>A chat as one input has it.</summary>
/// <param name="Key">What makes it the same chat as another input's: their messages are put together; <c>null</c>: no other is the same.</param>
/// <param name="Authors">Who wrote, each once: identities, which never leave the process.</param>
/// <param name="Messages">The messages in the order of the input; authors are indices of <paramref name="Authors"/>.</param>
/// <param name="EndUnixMilliseconds">Up to when the chat is known to have been silent; <c>null</c>: up to its last message.</param>
/// <param name="Members">How many people the export says are in it; <c>null</c>: as many as wrote.</param>
/// <param name="ToTheMinute">Whether its times have no seconds.</param>
internal sealed record ImportedChat(
    string? Key,
    IReadOnlyList<string> Authors,
    IReadOnlyList<ChatMessage> Messages,
    long? EndUnixMilliseconds,
    int? Members,
    bool ToTheMinute);
