namespace MGen.Fitting.Chats;

/// <summary>One user's part in one chat.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="Own">Indices in <see cref="Chat.Messages"/> of the user's own messages, ascending. Never empty.</param>
public sealed record UserInChat(Chat Chat, int[] Own);
