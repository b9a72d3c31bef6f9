namespace MGen.Fitting.Chats;

/// <summary>One chat: its messages in the order of time. Authors are indices among the users of its <see cref="ChatSet"/>.</summary>
/// <param name="Messages">All messages, oldest first; those of the same time as the export has them.</param>
/// <param name="EndUnixMilliseconds">Up to when the chat is known to have been silent after its last message; at least that message's time.</param>
/// <param name="Members">How many people the export says are in the chat; else how many wrote.</param>
public sealed record Chat(ChatMessage[] Messages, long EndUnixMilliseconds, int Members)
{
    /// <summary>Whether its times are those of the people's own clocks, as an export without zones has them; else they are UTC.</summary>
    public bool HasLocalTimes { get; init; }
}
