using System.Runtime.InteropServices;
using MGen.EventLog;

namespace MGen.Validation;

/// <summary>Who is in which group, and who wrote what when: gathered from event logs of clients and peers. Not for several threads.</summary>
/// <param name="clock">What is added to the log's time to have the people's.</param>
public sealed class ConversationRecord(TimeSpan clock = default)
{
    private const int BytesPerBlock = 160;

    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<(int User, int Group)> _memberships = [];
    private readonly List<SentMessage> _sent = [];
    private long _deliveries;
    private long _receipts;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>Takes an event; those that are not of a conversation are left aside.</summary>
    public void Take(in LogEvent item)
    {
        if (item.User is null || item.Group is null || !IsOfConversation(item.Kind))
            return;
        int user = NumberOf(_users, item.User);
        int group = NumberOf(_groups, item.Group);
        _memberships.Add((user, group));
        _first = Math.Min(_first, item.UnixNanoseconds);
        _last = Math.Max(_last, item.UnixNanoseconds);
        if (item.Kind == EventKind.Send)
            _sent.Add(new SentMessage(group, item.UnixNanoseconds, user, Math.Max(1, item.Amount) * BytesPerBlock));
        else if (item.Kind == EventKind.Receive)
            _deliveries++;
        else if (item.Kind == EventKind.ReceiveReceipt)
            _receipts++;
    }

    /// <summary>What was gathered.</summary>
    public ObservedPeople Complete()
    {
        int[] sizes = new int[_groups.Count];
        foreach ((_, int group) in _memberships)
            sizes[group]++;
        int[] dyads = new int[_users.Count];
        int[] groups = new int[_users.Count];
        foreach ((int user, int group) in _memberships)
            (sizes[group] > 2 ? groups : dyads)[user]++;
        CollectionsMarshal.AsSpan(_sent).Sort((one, other) => one.Group != other.Group ? one.Group.CompareTo(other.Group) : one.UnixNanoseconds.CompareTo(other.UnixNanoseconds));
        return new ObservedPeople
        {
            DyadsOfUsers = dyads,
            GroupsOfUsers = groups,
            GroupSizes = sizes,
            Sent = _sent,
            Deliveries = _deliveries,
            Receipts = _receipts,
            Span = _last > _first ? TimeSpan.FromTicks((_last - _first) / TimeSpan.NanosecondsPerTick) : TimeSpan.Zero,
            Clock = clock,
        };
    }

    private static bool IsOfConversation(EventKind kind) =>
        kind is EventKind.Waiting or EventKind.Handshake or EventKind.Awake or EventKind.Idle or EventKind.Send or EventKind.Receive or EventKind.ReceiveReceipt;

    private static int NumberOf(Dictionary<string, int> numbers, string name)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, name, out bool exists);
        if (!exists)
            number = numbers.Count - 1;
        return number;
    }
}

/// <summary>A message that somebody wrote.</summary>
/// <param name="Group">The group's number.</param>
/// <param name="UnixNanoseconds">When, on the log's clock.</param>
/// <param name="User">The sender's number.</param>
/// <param name="Bytes">Its size.</param>
public readonly record struct SentMessage(int Group, long UnixNanoseconds, int User, long Bytes);

/// <summary>People and what they wrote, to be held against published facts.</summary>
public sealed record ObservedPeople
{
    /// <summary>Chats of at most two members, by user.</summary>
    public required IReadOnlyList<int> DyadsOfUsers { get; init; }

    /// <summary>Chats of three members and more, by user.</summary>
    public required IReadOnlyList<int> GroupsOfUsers { get; init; }

    /// <summary>Members by chat, dyads included.</summary>
    public required IReadOnlyList<int> GroupSizes { get; init; }

    /// <summary>All messages, by group and then by time.</summary>
    public required IReadOnlyList<SentMessage> Sent { get; init; }

    /// <summary>Messages that arrived.</summary>
    public required long Deliveries { get; init; }

    /// <summary>Receipts that arrived.</summary>
    public required long Receipts { get; init; }

    /// <summary>From the first event to the last.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>What is added to the log's time to have the people's.</summary>
    public required TimeSpan Clock { get; init; }
}
