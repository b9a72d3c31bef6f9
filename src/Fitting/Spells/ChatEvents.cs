using MGen.Fitting.Chats;

namespace MGen.Fitting.Spells;

/// <summary>A part of a chat from the view of one user: the times of messages sent and received.</summary>
internal sealed class ChatEvents
{
    /// <summary>
    /// Largest number of events. Longer chats are divided, so that memory does not grow with them; each part begins
    /// with the user idle.
    /// </summary>
    public const int Most = 20_000;

    private readonly double[] _seconds;
    private readonly bool[] _isOwn;

    private ChatEvents(ReadOnlySpan<ChatMessage> messages, int user, long end)
    {
        long start = messages[0].UnixMilliseconds;
        _seconds = new double[messages.Length + 1];
        _isOwn = new bool[messages.Length];
        for (int i = 0; i < messages.Length; i++)
            (_seconds[i], _isOwn[i]) = ((messages[i].UnixMilliseconds - start) / 1_000.0, messages[i].Author == user);
        _seconds[^1] = (end - start) / 1_000.0;
        int first = Array.IndexOf(_isOwn, true);
        FirstOwn = first < 0 ? messages.Length : first;
    }

    public int Count => _isOwn.Length;

    /// <summary>
    /// Index of the user's first message; <see cref="Count"/> if there is none. How long the user had been idle before
    /// it is unknown.
    /// </summary>
    public int FirstOwn { get; }

    /// <summary>Divides a chat into parts of at most <see cref="Most"/> events.</summary>
    public static IEnumerable<ChatEvents> Split(UserInChat part)
    {
        ChatMessage[] messages = part.Chat.Messages;
        int user = messages[part.Own[0]].Author;
        for (int from = 0; from < messages.Length; from += Most)
        {
            int to = Math.Min(from + Most, messages.Length);
            long end = to < messages.Length ? messages[to].UnixMilliseconds : part.Chat.EndUnixMilliseconds;
            yield return new ChatEvents(messages.AsSpan(from..to), user, end);
        }
    }

    /// <summary>Time of an event, in seconds since the first one.</summary>
    public double Seconds(int index) => _seconds[index];

    /// <summary>Whether the user sent the message; otherwise the user received it.</summary>
    public bool IsOwn(int index) => _isOwn[index];

    /// <summary>Time from an event to the next one, or to the end of the chat; in seconds.</summary>
    public double Gap(int index) => Math.Max(_seconds[index + 1] - _seconds[index], 0);
}
