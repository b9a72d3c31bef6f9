namespace MGen.Analysis.Roster;

/// <summary>
/// Everybody that the logs of a run name. Any thread; readers of logs go through a <see cref="RosterCache"/>, for here every call takes a lock.
/// About 110 bytes per conversation.
/// </summary>
internal sealed class RunRoster
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, User> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<(User User, Group Group), Conversation> _byMembership = [];
    private readonly List<Conversation> _conversations = [];

    /// <summary>All conversations, at the index of their number. To be read when all logs are.</summary>
    public IReadOnlyList<Conversation> Conversations => _conversations;

    /// <summary>All groups. To be read when all logs are.</summary>
    public IReadOnlyCollection<Group> Groups => _groups.Values;

    /// <summary>All users. To be read when all logs are.</summary>
    public IReadOnlyCollection<User> Users => _users.Values;

    /// <summary>The conversation of this user in this group.</summary>
    public Conversation Of(string user, string group)
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
    /// Marks the strangers: conversations that one single line names, in groups that have a busy member. Such a line is damaged, or not of this run;
    /// nobody is owed to, or owes, on its account. Call it when all logs are read.
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

    /// <summary>At the number of each conversation its place when they are ordered by user.</summary>
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
