using MGen.EventLog;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Events;

/// <summary>Gives events their names and their wall-clock times.</summary>
internal sealed class EventNames(ISimulatedPopulation population, DateTimeOffset epoch)
{
    private readonly long _epochTicks = epoch.UtcTicks - DateTime.UnixEpoch.Ticks;

    /// <summary>The event as the log knows it.</summary>
    public LogEvent Name(in SimulatedEvent item) => new()
    {
        UnixNanoseconds = Nanoseconds(item.At),
        User = population.UserName(item.Group, item.Member),
        Group = population.GroupName(item.Group),
        Other = item.Kind is EventKind.Receive or EventKind.ReceiveReceipt ? population.UserName(item.Group, item.Other) : null,
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

    private long Nanoseconds(long ticks) => (_epochTicks + ticks) * TimeSpan.NanosecondsPerTick;
}
