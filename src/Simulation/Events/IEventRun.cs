namespace MGen.Simulation.Events;

/// <summary>A sorted sequence of events that is read once.</summary>
internal interface IEventRun : IDisposable
{
    /// <summary>Reads the next event; returns <c>false</c> at the end.</summary>
    /// <exception cref="IOException">The run cannot be read.</exception>
    bool TryNext(out SimulatedEvent item);
}
