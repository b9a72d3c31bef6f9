using MGen.EventLog;

namespace MGen.Simulation.Events;

/// <summary>Receives a simulation's event log.</summary>
public interface IEventSink
{
    /// <summary>
    /// Receives the next event. Called by one thread, in the order of the log: by time, and events of the same instant
    /// by the groups' numbers.
    /// </summary>
    void Write(in LogEvent item);
}
