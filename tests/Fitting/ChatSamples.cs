using MGen.Fitting.Chats;

namespace MGen.Fitting.Tests;

/// <summary>Chats built in a test: times in seconds, authors by number.</summary>
internal static class ChatSamples
{
    public const long Start = 1_700_000_040_000; // The start of a minute.

    public static Chat Create(params (double Second, int Author)[] messages)
    {
        ChatMessage[] made =
        [
            .. messages.Select(m => new ChatMessage(
                Start + (long)(m.Second * 1_000),
                m.Author,
                10,
                ChatMessage.NoMedia
            )),
        ];
        return new Chat(made, made[^1].UnixMilliseconds + 7_200_000, made.Max(m => m.Author) + 1);
    }

    public static UserInChat Part(Chat chat, int user) => new ChatSet([chat], chat.Members).For(user)[0];
}
