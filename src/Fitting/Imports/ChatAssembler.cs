using System.Globalization;
using MGen.Fitting.Activity;
using MGen.Fitting.Chats;
using MGen.Model.Randomness;

namespace MGen.Fitting.Imports;

/// <summary>Puts the chats of all inputs together: numbers their users, joins the parts of one chat, sorts by time.</summary>
internal sealed class ChatAssembler
{
    private readonly ImportOptions _options;
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly List<string> _identities = [];

    private ChatAssembler(ImportOptions options) => _options = options;

    public static ImportResult Assemble(IReadOnlyList<ImportedFile> files, ImportOptions options)
    {
        ChatAssembler assembler = new(options);
        Chat[] chats = [.. assembler.Chats(files)];
        return new ImportResult(
            new ChatSet(chats, assembler._identities.Count),
            assembler._identities,
            [.. files.Select(file => file.Tally)],
            [.. files.Select(file => file.Problem).OfType<ImportProblem>()]);
    }

    private IEnumerable<Chat> Chats(IReadOnlyList<ImportedFile> files)
    {
        var parts = files.SelectMany((file, number) => file.Chats.Select(chat => (Chat: chat, Input: number)));
        int chatNumber = 0;
        foreach (var same in parts.GroupBy(part => part.Chat.Key ?? $"{part.Input}:{chatNumber++}", StringComparer.Ordinal))
            yield return Join([.. same.Select(part => (part.Chat, part.Chat.Key is null ? part.Input : -1))], same.Key);
    }

    private Chat Join((ImportedChat Chat, int Input)[] parts, string key)
    {
        List<ChatMessage> messages = [];
        foreach ((ImportedChat part, int input) in parts)
        {
            int[] users = [.. part.Authors.Select(author => User(author, input))];
            IEnumerable<ChatMessage> numbered = part.Messages.Select(message => message with { Author = users[message.Author] });
            messages.AddRange(part.ToTheMinute && !_options.KeepMinutes ? Spread(numbered, key) : numbered);
        }
        ChatMessage[] sorted = [.. messages.OrderBy(message => message.UnixMilliseconds)];
        long last = sorted[^1].UnixMilliseconds;
        long end = parts.Max(part => part.Chat.EndUnixMilliseconds ?? last);
        int wrote = sorted.DistinctBy(message => message.Author).Count();
        return new Chat(sorted, Math.Max(end, last), Math.Max(parts.Max(part => part.Chat.Members ?? 0), wrote));
    }

    private int User(string author, int input)
    {
        string identity = _options.SeparateUsers && input >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{input}:{author}") : author;
        if (!_users.TryGetValue(identity, out int user))
        {
            _users.Add(identity, user = _identities.Count);
            _identities.Add(identity);
        }
        return user;
    }

    /// <summary>
    /// Gives the messages of each minute times inside of it, drawn evenly, in the order in which they are: else all gaps inside of a minute would be
    /// 0, and a fitted user would send without end in no time.
    /// </summary>
    private List<ChatMessage> Spread(IEnumerable<ChatMessage> messages, string key)
    {
        List<ChatMessage> spread = [];
        foreach (IGrouping<long, ChatMessage> minute in messages.GroupBy(message => message.UnixMilliseconds))
        {
            Xoshiro256 random = ConversationSeed.Create(_options.Seed, key, minute.Key.ToString(CultureInfo.InvariantCulture));
            ChatMessage[] inMinute = [.. minute];
            double[] offsets = new double[inMinute.Length];
            for (int i = 0; i < offsets.Length; i++)
                offsets[i] = random.NextDouble();
            Array.Sort(offsets);
            spread.AddRange(inMinute.Zip(offsets, (message, offset) => message with { UnixMilliseconds = minute.Key + (long)(offset * WholeTime.MinuteMilliseconds) }));
        }
        return spread;
    }
}
