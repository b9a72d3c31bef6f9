using MGen.EventLog;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Events;

/// <summary>
/// An event of the log without names: 32 bytes without references, so that millions can be sorted and written to a file
/// unchanged. Events are ordered by time, then by group; events of one group and time keep the order of recording.
/// </summary>
internal struct SimulatedEvent : IComparable<SimulatedEvent>
{
    /// <summary>Time in ticks since the start of the run.</summary>
    public long At;

    /// <summary>The group's number.</summary>
    public int Group;

    /// <summary>The member's number in the group.</summary>
    public int Member;

    /// <summary>
    /// The other member: the sender of a received frame. Part of <see cref="Since"/> in events that have it.
    /// </summary>
    public int Other;

    /// <summary>The message's number. Part of <see cref="Since"/> in events that have it.</summary>
    public uint Id;

    /// <summary>
    /// Milliseconds, blocks or bytes, depending on the kind; for <see cref="EventKind.SendTiming"/> the message's
    /// number.
    /// </summary>
    public uint Amount;

    /// <summary>The kind of event.</summary>
    public EventKind Kind;

    /// <summary>The state before the event.</summary>
    public LogState From;

    /// <summary>The state after the event.</summary>
    public LogState To;

    /// <summary>
    /// When the transfer began or the message was planned, in ticks since the start of the run. Only for
    /// <see cref="EventKind.SendTiming"/>, <see cref="EventKind.Uploaded"/> and <see cref="EventKind.Fetched"/>. It
    /// occupies <see cref="Other"/> and <see cref="Id"/>, which these kinds do not use.
    /// </summary>
    public long Since
    {
        readonly get => ((long)Other << 32) | Id;
        set => (Other, Id) = ((int)(value >> 32), unchecked((uint)value));
    }

    /// <summary>Whether the event has <see cref="Since"/>.</summary>
    public readonly bool HasSince => Kind is EventKind.SendTiming or EventKind.Uploaded or EventKind.Fetched;

    /// <inheritdoc/>
    public readonly int CompareTo(SimulatedEvent other)
    {
        if (At != other.At)
            return At < other.At ? -1 : 1;
        return Group.CompareTo(other.Group);
    }
}

/// <summary>Adds names and wall-clock times to events.</summary>
internal sealed class EventNames(ISimulatedPopulation population, DateTimeOffset epoch)
{
    /// <summary>Number of conversations whose names are cached; a power of two. 1.5 MB, plus the names.</summary>
    private const int MostRemembered = 1 << 16;

    private readonly ConversationNames[] _names = new ConversationNames[MostRemembered];
    private readonly long _epochTicks = epoch.UtcTicks - DateTime.UnixEpoch.Ticks;

    /// <summary>Converts an event to an event of the log.</summary>
    public LogEvent Name(in SimulatedEvent item)
    {
        ConversationNames names = NamesOf(item.Group, item.Member);
        return new LogEvent
        {
            UnixNanoseconds = Nanoseconds(item.At),
            User = names.User,
            Group = names.GroupName,
            Other = item.Kind is EventKind.Receive or EventKind.ReceiveReceipt
                ? NamesOf(item.Group, item.Other).User
                : null,
            Id =
                item.Kind == EventKind.SendTiming ? item.Amount
                : item.HasSince ? 0
                : item.Id,
            Kind = item.Kind,
            From = item.From,
            To = item.To,
            Amount = item.Kind == EventKind.SendTiming ? Nanoseconds(item.Since) : item.Amount,
            Milliseconds = item.Kind switch
            {
                EventKind.SendTiming => Nanoseconds(item.At),
                EventKind.Uploaded or EventKind.Fetched => (item.At - item.Since) / TimeSpan.TicksPerMillisecond,
                _ => 0,
            },
        };
    }

    /// <summary>
    /// Returns a conversation's names. Cached names are the same string objects, so the sink may compare users by
    /// reference.
    /// </summary>
    private ref readonly ConversationNames NamesOf(int group, int member)
    {
        // Multiplicative hashing (2^32 divided by the golden ratio): consecutive groups are spread over the cache. Two
        // conversations with the same slot of the cache evict each other.
        ref ConversationNames names = ref _names[((uint)group * 2_654_435_761 + (uint)member) % MostRemembered];
        if (names.User is null || names.Group != group || names.Member != member)
            names = new ConversationNames(
                group,
                member,
                population.UserName(group, member),
                population.GroupName(group)
            );
        return ref names;
    }

    private readonly record struct ConversationNames(int Group, int Member, string User, string GroupName);

    private long Nanoseconds(long ticks) => (_epochTicks + ticks) * TimeSpan.NanosecondsPerTick;
}
