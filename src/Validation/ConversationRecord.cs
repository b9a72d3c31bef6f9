using System.Runtime.InteropServices;
using MGen.EventLog;

namespace MGen.Validation;

/// <summary>
/// Collects from event logs of clients and peers who is in which group, and who sent what when. Not thread-safe.
/// </summary>
/// <param name="clock">What is added to the log's time to get the users' local time.</param>
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

    /// <summary>
    /// Adds an event. Ignores events of servers, errors, the listening and connecting of peers, and the extended log.
    /// </summary>
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

    /// <summary>Returns what was collected.</summary>
    public ObservedPeople Complete()
    {
        int[] sizes = new int[_groups.Count];
        foreach ((_, int group) in _memberships)
            sizes[group]++;
        int[] dyads = new int[_users.Count];
        int[] groups = new int[_users.Count];
        foreach ((int user, int group) in _memberships)
            (sizes[group] > 2 ? groups : dyads)[user]++;
        CollectionsMarshal
            .AsSpan(_sent)
            .Sort(
                (one, other) =>
                    one.Group != other.Group
                        ? one.Group.CompareTo(other.Group)
                        : one.UnixNanoseconds.CompareTo(other.UnixNanoseconds)
            );
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
        kind
            is EventKind.Waiting
                or EventKind.Handshake
                or EventKind.Awake
                or EventKind.Idle
                or EventKind.Send
                or EventKind.Receive
                or EventKind.ReceiveReceipt;

    private static int NumberOf(Dictionary<string, int> numbers, string name)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, name, out bool exists);
        if (!exists)
            number = numbers.Count - 1;
        return number;
    }
}

/// <summary>A message that was sent.</summary>
/// <param name="Group">The group's number.</param>
/// <param name="UnixNanoseconds">Time in nanoseconds since 1970-01-01, on the log's clock.</param>
/// <param name="User">The sender's number.</param>
/// <param name="Bytes">The message's size in bytes.</param>
public readonly record struct SentMessage(int Group, long UnixNanoseconds, int User, long Bytes);

/// <summary>Users and their messages, for comparison with published facts.</summary>
public sealed record ObservedPeople
{
    /// <summary>Number of chats of at most two members, by user.</summary>
    public required IReadOnlyList<int> DyadsOfUsers { get; init; }

    /// <summary>Number of chats of three members or more, by user.</summary>
    public required IReadOnlyList<int> GroupsOfUsers { get; init; }

    /// <summary>Number of members by chat, including dyads.</summary>
    public required IReadOnlyList<int> GroupSizes { get; init; }

    /// <summary>All messages, by group and then by time.</summary>
    public required IReadOnlyList<SentMessage> Sent { get; init; }

    /// <summary>Number of messages that arrived.</summary>
    public required long Deliveries { get; init; }

    /// <summary>Number of receipts that arrived.</summary>
    public required long Receipts { get; init; }

    /// <summary>Time from the first event to the last.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>What is added to the log's time to get the users' local time.</summary>
    public required TimeSpan Clock { get; init; }
}
