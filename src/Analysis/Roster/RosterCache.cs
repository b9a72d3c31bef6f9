using System.Runtime.CompilerServices;

namespace MGen.Analysis.Roster;

/// <summary>
/// One log's view of the roster. A log repeats a few strings, so most calls end in a table that compares references
/// only. Not thread-safe.
/// </summary>
internal sealed class RosterCache(RunRoster roster)
{
    private const int Places = 1 << 14;

    private readonly Entry[] _entries = new Entry[Places];

    /// <summary>The conversation of this user in this group, which a line names once more.</summary>
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
