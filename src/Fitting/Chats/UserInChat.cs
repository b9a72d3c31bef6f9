namespace MGen.Fitting.Chats;

/// <summary>One user's part in one chat.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="Own">Where in <see cref="Chat.Messages"/> the user's own messages are, ascending. Never empty.</param>
public sealed record UserInChat(Chat Chat, int[] Own);
