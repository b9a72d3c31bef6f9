using MGen.EventLog;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Events;

/// <summary>Adds names and wall-clock times to events.</summary>
internal sealed class EventNames(ISimulatedPopulation population, DateTimeOffset epoch)
{
    /// <summary>Number of conversations whose names are cached; a power of two. 2 MB, plus the names.</summary>
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
            Id = item.Id,
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

    /// <summary>Cached names are the same string objects: the sink may compare users by reference.</summary>
    private ref readonly ConversationNames NamesOf(int group, int member)
    {
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
