using MGen.Fitting.Chats;

namespace MGen.Fitting.Tests;

/// <summary>Chats made by hand: times in seconds, authors by number.</summary>
internal static class ChatSamples
{
    public const long Start = 1_700_000_040_000; // a whole minute

    public static Chat Of(params (double Second, int Author)[] messages)
    {
        ChatMessage[] made = [.. messages.Select(m => new ChatMessage(Start + (long)(m.Second * 1_000), m.Author, 10, ChatMessage.NoMedia))];
        return new Chat(made, made[^1].UnixMilliseconds + 7_200_000, made.Max(m => m.Author) + 1);
    }

    public static UserInChat Part(Chat chat, int user) => new ChatSet([chat], chat.Members).For(user)[0];
}
