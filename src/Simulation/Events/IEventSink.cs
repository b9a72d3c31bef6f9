using MGen.EventLog;

namespace MGen.Simulation.Events;

/// <summary>Takes a simulation's event log.</summary>
public interface IEventSink
{
    /// <summary>Takes the next event. Called by one thread, in the order of the log: by time; events of the same instant by the groups' numbers.</summary>
    void Write(in LogEvent item);
}
