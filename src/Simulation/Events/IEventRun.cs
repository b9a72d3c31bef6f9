namespace MGen.Simulation.Events;

/// <summary>Events in order, read once.</summary>
internal interface IEventRun : IDisposable
{
    /// <summary>The next event; <c>false</c> at the end.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    bool TryNext(out SimulatedEvent item);
}
