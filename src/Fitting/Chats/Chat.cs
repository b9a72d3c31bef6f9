namespace MGen.Fitting.Chats;

/// <summary>
/// One chat: its messages in the order of time. An author is the index of a user in the chat's <see cref="ChatSet"/>.
/// </summary>
/// <param name="Messages">All messages, oldest first; messages of equal time are in the order of the export.</param>
/// <param name="EndUnixMilliseconds">
/// End of the observed time, in milliseconds since 1970-01-01: the chat is silent from its last message until then. At
/// least the time of the last message.
/// </param>
/// <param name="Members">Number of members according to the export, otherwise the number of authors.</param>
public sealed record Chat(ChatMessage[] Messages, long EndUnixMilliseconds, int Members)
{
    /// <summary>
    /// Whether the times are local times of the members, as in an export without time zones; otherwise they are UTC.
    /// </summary>
    public bool HasLocalTimes { get; init; }
}
