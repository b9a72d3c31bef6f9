using System.Globalization;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Membership;
using MGen.Fitting.Imports.Minutes;
using MGen.Fitting.Labelling;
using MGen.Model.Randomness;

namespace MGen.Fitting.Imports;

/// <summary>
/// Combines the chats of all inputs: numbers the users, joins the parts of each chat, and sorts the messages by time.
/// </summary>
internal sealed class ChatAssembler
{
    /// <summary>
    /// The smallest number of members of a chat that an export calls a group without giving the number of members. With
    /// fewer members the chat would be fitted as a chat of two, in which the only reader answers each message.
    /// </summary>
    private const int LeastOfGroup = 3;

    private readonly ImportOptions _options;
    private readonly IReadOnlyList<ImportedFile> _files;
    private readonly IdentityJoin _persons;
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly List<string> _identities = [];

    private ChatAssembler(IReadOnlyList<ImportedFile> files, IdentityJoin persons, ImportOptions options)
    {
        _files = files;
        _persons = persons;
        _options = options;
    }

    /// <summary>Combines the chats.</summary>
    /// <param name="files">The result of each input.</param>
    /// <param name="persons">Which identities belong to one user, over all inputs.</param>
    /// <param name="options">How inputs are read.</param>
    public static ImportResult Assemble(IReadOnlyList<ImportedFile> files, IdentityJoin persons, ImportOptions options)
    {
        ChatAssembler assembler = new(files, persons, options);
        (Chat Chat, bool ToTheMinute)[] joined = [.. assembler.Chats()];
        Queue<Chat> redrawn = new(
            MinuteTimes.Draw(
                joined.Where(one => one.ToTheMinute).Select(one => one.Chat),
                options.Seed,
                options.Threads
            )
        );
        Chat[] chats = [.. joined.Select(one => one.ToTheMinute ? redrawn.Dequeue() : one.Chat)];
        return new ImportResult(
            new ChatSet(chats, assembler._identities.Count),
            assembler._identities,
            [.. files.Select(file => file.Tally)],
            [.. files.Select(file => file.Problem).OfType<ImportProblem>()]
        )
        {
            MemberProblems =
            [
                .. options.Members?.Problems(
                    files.Select(file => file.Problem?.At.File).OfType<string>().SelectMany(ChatImporter.LabelsOf)
                )
                    ?? [],
            ],
        };
    }

    private IEnumerable<(Chat Chat, bool ToTheMinute)> Chats()
    {
        IReadOnlyList<ChatPart> parts = DoubledExports.Merge(_files);
        int chatNumber = 0;
        foreach (
            var same in parts.GroupBy(
                part => KeyOf(part.Chat) ?? $"{part.Input}:{chatNumber++}",
                StringComparer.Ordinal
            )
        )
        {
            foreach (List<ChatPart> chat in SplitByAccount(same))
                yield return Join(chat, same.Key);
        }
    }

    private string? KeyOf(ImportedChat chat) =>
        chat.KeyPerson is { } person ? chat.Key + _persons.Find(person) : chat.Key;

    /// <summary>
    /// Separates parts that have the same key but are different chats: exports of two accounts give their chats with
    /// the same third user the same number. A part of a two-person chat belongs to another part only if at most two
    /// users write in both together.
    /// </summary>
    private IEnumerable<List<ChatPart>> SplitByAccount(IEnumerable<ChatPart> same)
    {
        List<(List<ChatPart> Parts, HashSet<string> People)> chats = [];
        foreach (ChatPart part in same)
        {
            string[] people = [.. part.Chat.Authors.Select(_persons.Find)];
            int known = chats.FindIndex(chat =>
                !part.Chat.IsPersonal || people.Union(chat.People, StringComparer.Ordinal).Count() <= 2
            );
            if (known < 0)
                chats.Add(([part], [.. people]));
            else
                chats[known].Parts.Add(part);
            if (known >= 0)
                chats[known].People.UnionWith(people);
        }
        return chats.Select(chat => chat.Parts);
    }

    /// <returns>The chat, and whether all its messages were spread over their minutes.</returns>
    private (Chat Chat, bool ToTheMinute) Join(List<ChatPart> parts, string key)
    {
        bool[] zones = [.. parts.SelectMany(part => part.Chat.Identities ?? []).Select(id => id.IsLocal).Distinct()];
        MessageMerge merge = new(_files, mixesZones: zones.Length > 1);
        foreach ((ImportedChat part, int input, _) in parts)
        {
            int[] users = [.. part.Authors.Select(author => User(author, part.Key is null ? input : -1))];
            List<ChatMessage> numbered =
            [
                .. part.Messages.Select(message => message with { Author = users[message.Author] }),
            ];
            merge.Add(
                part.ToTheMinute && !_options.KeepMinutes ? Spread(numbered, key) : numbered,
                part.Identities,
                input
            );
        }
        ChatMessage[] sorted = [.. merge.Messages.OrderBy(message => message.UnixMilliseconds)];
        long last = sorted[^1].UnixMilliseconds;
        long end = parts.Max(part => part.Chat.EndUnixMilliseconds ?? last);
        (int members, MemberSource from) = Members([.. parts.Select(part => part.Chat)], sorted);
        Chat chat = new(sorted, Math.Max(end, last), members)
        {
            MembersFrom = from,
            HasLocalTimes = parts.All(part => part.Chat.HasLocalTimes),
        };
        return (chat, !_options.KeepMinutes && parts.All(part => part.Chat.ToTheMinute));
    }

    /// <summary>
    /// The number of members: by the table of members; otherwise by the number or the names that the export gives;
    /// otherwise the number of authors. A group of which no part gives the number has at least
    /// <see cref="LeastOfGroup"/>.
    /// </summary>
    private (int Members, MemberSource From) Members(ImportedChat[] parts, ChatMessage[] messages)
    {
        int wrote = messages.DistinctBy(message => message.Author).Count();
        if (_options.Members?.Find(parts.SelectMany(part => part.Labels)) is { } listed)
            return (Math.Max(listed, wrote), MemberSource.Table);
        MemberNames named = new();
        foreach (ImportedChat part in parts.OrderByDescending(part => part.Recency))
            named.AddOlder(part.Named);
        HashSet<string> silent = [.. named.Present.Select(_persons.Find)];
        silent.ExceptWith(named.Wrote.Concat(parts.SelectMany(part => part.Authors)).Select(_persons.Find));
        int? counted = parts.Max(part => part.Members);
        int known = Math.Max(counted ?? 0, wrote + silent.Count);
        int members = named.IsGroup && counted is null ? Math.Max(known, LeastOfGroup) : known;
        if (counted is not null || named.IsDyad || named.Present.Any())
            return (members, MemberSource.Export);
        if (wrote > 1)
            return (members, MemberSource.Authors);
        return (members, named.IsGroup ? MemberSource.OneAuthorOfGroup : MemberSource.OneAuthor);
    }

    private int User(string author, int input)
    {
        author = _persons.Find(author);
        string identity =
            _options.SeparateUsers && input >= 0
                ? string.Create(CultureInfo.InvariantCulture, $"{input}:{author}")
                : author;
        if (!_users.TryGetValue(identity, out int user))
        {
            _users.Add(identity, user = _identities.Count);
            _identities.Add(identity);
        }
        return user;
    }

    /// <summary>
    /// Distributes the messages of each minute within the minute, uniformly at random and in their order. Without this
    /// all gaps inside a minute would be 0, and a simulated user would send without end at one instant.
    /// <see cref="MinuteTimes"/> starts from these times.
    /// </summary>
    private List<ChatMessage> Spread(IEnumerable<ChatMessage> messages, string key)
    {
        List<ChatMessage> spread = [];
        foreach (IGrouping<long, ChatMessage> minute in messages.GroupBy(message => message.UnixMilliseconds))
        {
            Xoshiro256 random = ConversationSeed.Create(
                _options.Seed,
                key,
                minute.Key.ToString(CultureInfo.InvariantCulture)
            );
            ChatMessage[] inMinute = [.. minute];
            double[] offsets = new double[inMinute.Length];
            for (int i = 0; i < offsets.Length; i++)
                offsets[i] = random.NextDouble();
            Array.Sort(offsets);
            spread.AddRange(
                inMinute.Zip(
                    offsets,
                    (message, offset) =>
                        message with
                        {
                            UnixMilliseconds = minute.Key + (long)(offset * WholeTime.MinuteMilliseconds),
                        }
                )
            );
        }
        return spread;
    }
}
