using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>A chat as an input has it.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="Input">The number of the input, or of the newest of several.</param>
/// <param name="Origins">
/// Where each message comes from, if the chat is combined from several inputs; otherwise <c>null</c>.
/// </param>
internal readonly record struct ChatPart(ImportedChat Chat, int Input, IReadOnlyList<MessageOrigin>? Origins = null)
{
    /// <summary>Where a message comes from.</summary>
    public MessageOrigin Origin(int message) =>
        Origins is null ? new MessageOrigin(Input, Chat.Lines[message]) : Origins[message];
}

/// <summary>The input and line of a message.</summary>
/// <param name="Input">The number of the input.</param>
/// <param name="Line">Its line, from 1; 0: unknown.</param>
internal readonly record struct MessageOrigin(int Input, int Line);

/// <summary>
/// Finds WhatsApp exports of one chat. They contain neither a name of the chat nor numbers of messages, so two exports
/// count as one chat if, in the time that both cover, at least half of the messages of each are in the other (same
/// time, author and length), and they share at least two messages. A shared message counts once.
/// </summary>
internal sealed class DoubledExports
{
    private const int MinShared = 2;

    /// <summary>
    /// Smallest number of messages that two chats with different names must share to be suspected of being one.
    /// </summary>
    private const int MinSharedUnnamed = 10;

    private readonly IReadOnlyList<ImportedFile> _files;
    private readonly List<ChatPart> _parts = [];
    private readonly Dictionary<MessageKey, int> _known = [];
    private readonly Dictionary<MessageKey, int> _knownUnnamed = [];

    private DoubledExports(IReadOnlyList<ImportedFile> files) => _files = files;

    /// <summary>The chats of all inputs. Exports of the same chat are combined into one.</summary>
    public static IReadOnlyList<ChatPart> Merge(IReadOnlyList<ImportedFile> files)
    {
        DoubledExports merge = new(files);
        bool hasSeveral = files.Count(file => file.Tally?.Format == ChatFormat.WhatsApp) > 1;
        foreach ((int input, ImportedFile file) in files.Index())
        {
            foreach (ImportedChat chat in file.Chats)
                merge.Add(new ChatPart(chat, input), hasSeveral && file.Tally?.Format == ChatFormat.WhatsApp);
        }
        return merge._parts;
    }

    private void Add(in ChatPart part, bool mayBeDoubled)
    {
        if (!mayBeDoubled)
        {
            _parts.Add(part);
            return;
        }
        int same = FindSame(part.Chat, _known, named: true, MinShared);
        if (same < 0)
        {
            MarkOtherMembers(part);
            _parts.Add(part);
        }
        else
            _parts[same] = Join(_parts[same], part);
        int index = same < 0 ? _parts.Count - 1 : same;
        foreach (ChatMessage message in part.Chat.Messages)
        {
            _known.TryAdd(new MessageKey(part.Chat, message, named: true), index);
            _knownUnnamed.TryAdd(new MessageKey(part.Chat, message, named: false), index);
        }
    }

    /// <summary>
    /// Marks all messages of a chat if another input contains the same chat with other names. Phones show the names of
    /// their contacts, so the exports of two members differ in the names, and nothing else shows that both exports are
    /// of one chat.
    /// </summary>
    private void MarkOtherMembers(in ChatPart part)
    {
        if (FindSame(part.Chat, _knownUnnamed, named: false, MinSharedUnnamed) >= 0)
            _files[part.Input]
                .Tally!.Assume(EntryAssumption.OtherMembersExport, part.Chat.Earliest.Line, part.Chat.Messages.Count);
    }

    private int FindSame(ImportedChat chat, Dictionary<MessageKey, int> known, bool named, int minShared)
    {
        Dictionary<int, int> shared = [];
        foreach (ChatMessage message in chat.Messages)
        {
            if (known.TryGetValue(new MessageKey(chat, message, named), out int index))
                shared[index] = shared.GetValueOrDefault(index) + 1;
        }
        if (shared.Count == 0)
            return -1;
        (int best, int count) = shared.MaxBy(entry => entry.Value);
        return count >= minShared && IsHalf(count, chat, _parts[best].Chat) && IsHalf(count, _parts[best].Chat, chat)
            ? best
            : -1;
    }

    /// <summary>
    /// Whether a number of messages is at least half of the messages that <paramref name="chat"/> has from the earliest
    /// to the latest message of <paramref name="other"/>.
    /// </summary>
    private static bool IsHalf(int count, ImportedChat chat, ImportedChat other) =>
        count * 2
        >= chat.Messages.Count(message =>
            message.UnixMilliseconds >= other.Earliest.UnixMilliseconds
            && message.UnixMilliseconds <= other.Latest.UnixMilliseconds
        );

    /// <summary>
    /// Combines all messages of the newer export with the messages that only the older one has: if the older export has
    /// more messages of an author at one time, the surplus is added.
    /// </summary>
    private ChatPart Join(in ChatPart one, in ChatPart two)
    {
        (ChatPart newer, ChatPart older) = two.Chat.Recency.CompareTo(one.Chat.Recency) >= 0 ? (two, one) : (one, two);
        List<string> authors = [.. newer.Chat.Authors.Union(older.Chat.Authors, StringComparer.Ordinal)];
        Dictionary<(long Time, int Author), int> there = [];
        foreach (ChatMessage message in newer.Chat.Messages)
            there[(message.UnixMilliseconds, message.Author)] =
                there.GetValueOrDefault((message.UnixMilliseconds, message.Author)) + 1;
        List<(ChatMessage Message, MessageOrigin Origin)> messages =
        [
            .. newer.Chat.Messages.Select((message, i) => (message, newer.Origin(i))),
        ];
        int[] authorOf = [.. older.Chat.Authors.Select(name => authors.IndexOf(name))];
        foreach ((int index, ChatMessage message) in older.Chat.Messages.Index())
        {
            ChatMessage moved = message with { Author = authorOf[message.Author] };
            if (there.TryGetValue((moved.UnixMilliseconds, moved.Author), out int left) && left > 0)
            {
                there[(moved.UnixMilliseconds, moved.Author)] = left - 1;
                CountDoubled(moved, older.Origin(index));
            }
            else
            {
                messages.Add((moved, older.Origin(index)));
            }
        }
        messages = [.. messages.OrderBy(message => message.Message.UnixMilliseconds)];
        newer.Chat.Named.AddOlder(older.Chat.Named);
        return new ChatPart(
            newer.Chat with
            {
                Labels = [.. newer.Chat.Labels, .. older.Chat.Labels],
                Authors = authors,
                Messages = [.. messages.Select(message => message.Message)],
                Lines = [],
                Earliest =
                    one.Chat.Earliest.UnixMilliseconds <= two.Chat.Earliest.UnixMilliseconds
                        ? one.Chat.Earliest
                        : two.Chat.Earliest,
            },
            newer.Input,
            [.. messages.Select(message => message.Origin)]
        );
    }

    private void CountDoubled(in ChatMessage message, in MessageOrigin origin)
    {
        InputTally tally = _files[origin.Input].Tally!;
        tally.Skip(EntrySkip.Doubled, origin.Line);
        tally.Messages--;
        tally.Media -= message.HasMedia ? 1 : 0;
    }

    /// <summary>Identifies a WhatsApp message; the author is empty if names are not compared.</summary>
    private readonly record struct MessageKey(long UnixMilliseconds, string Author, uint TextBytes)
    {
        public MessageKey(ImportedChat chat, in ChatMessage message, bool named)
            : this(message.UnixMilliseconds, named ? chat.Authors[message.Author] : "", message.TextBytes) { }
    }
}
