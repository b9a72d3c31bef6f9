using System.Runtime.CompilerServices;

namespace MGen.Analysis.Roster;

/// <summary>
/// All users, groups and conversations that the logs of a run name. Thread-safe; readers use a
/// <see cref="RosterCache"/>, since each call here takes a lock. About 110 bytes per conversation.
/// </summary>
internal sealed class RunRoster
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, User> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(User User, Group Group), Conversation> _byMembership = [];
    private readonly List<Conversation> _conversations = [];

    /// <summary>All conversations, indexed by their number. Read it when all logs have been read.</summary>
    public IReadOnlyList<Conversation> Conversations => _conversations;

    /// <summary>All groups. Read it when all logs have been read.</summary>
    public IReadOnlyCollection<Group> Groups => _groups.Values;

    /// <summary>All users. Read it when all logs have been read.</summary>
    public IReadOnlyCollection<User> Users => _users.Values;

    /// <summary>The conversation of this user in this group.</summary>
    public Conversation GetOrAdd(string user, string group)
    {
        lock (_lock)
        {
            if (!_users.TryGetValue(user, out User? known))
                _users.Add(user, known = new User(user, _users.Count));
            if (!_groups.TryGetValue(group, out Group? joined))
                _groups.Add(group, joined = new Group(group));
            if (!_byMembership.TryGetValue((known, joined), out Conversation? conversation))
                _byMembership.Add((known, joined), conversation = Add(known, joined));
            return conversation;
        }
    }

    /// <summary>
    /// Marks the strangers: conversations that a single line names, in groups with a busy member. Such a line is
    /// damaged or not of this run, so no delivery to a stranger and no receipt from or to it is expected. Call it
    /// when all logs have been read.
    /// </summary>
    /// <returns>The strangers.</returns>
    public IReadOnlyList<Conversation> SetStrangersAside()
    {
        List<Conversation> strangers = [];
        foreach (Group group in _groups.Values)
        {
            bool isBusy = group.Members.Exists(member => member.Mentions >= Group.BusyMentions);
            foreach (Conversation member in group.Members.Where(member => isBusy && member.Mentions == 1))
            {
                member.IsStranger = true;
                strangers.Add(member);
            }
            group.Size = group.Members.Count(member => !member.IsStranger);
        }
        return strangers;
    }

    /// <summary>
    /// The rank of each conversation when conversations are ordered by user, indexed by conversation.
    /// </summary>
    public int[] RanksByUser()
    {
        int[] ranks = new int[_conversations.Count];
        int rank = 0;
        foreach (Conversation conversation in _conversations.OrderBy(conversation => conversation.User.Index))
            ranks[conversation.Index] = rank++;
        return ranks;
    }

    private Conversation Add(User user, Group group)
    {
        Conversation added = new(user, group, _conversations.Count, group.Members.Count);
        _conversations.Add(added);
        group.Members.Add(added);
        return added;
    }
}

/// <summary>
/// One reader thread's view of the roster. A log repeats the same few strings, so a table that compares only references
/// serves most calls. Not thread-safe.
/// </summary>
internal sealed class RosterCache(RunRoster roster)
{
    private const int Places = 1 << 14;

    private readonly Entry[] _entries = new Entry[Places];

    /// <summary>Returns the conversation of this user in this group, and counts a line that names it.</summary>
    public Conversation Mention(string user, string group)
    {
        Conversation conversation = GetOrAdd(user, group);
        conversation.Mention();
        return conversation;
    }

    /// <summary>The conversation of this user in this group.</summary>
    public Conversation GetOrAdd(string user, string group)
    {
        int place = (RuntimeHelpers.GetHashCode(user) ^ (RuntimeHelpers.GetHashCode(group) * 31)) & (Places - 1);
        ref Entry entry = ref _entries[place];
        if (!ReferenceEquals(entry.User, user) || !ReferenceEquals(entry.Group, group))
            entry = new Entry(user, group, roster.GetOrAdd(user, group));
        return entry.Conversation;
    }

    private readonly record struct Entry(string User, string Group, Conversation Conversation);
}
