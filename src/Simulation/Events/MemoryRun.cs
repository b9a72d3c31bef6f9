namespace MGen.Simulation.Events;

/// <summary>A run in memory.</summary>
/// <param name="events">The events, in any order.</param>
/// <param name="places">In the order of the run, a number each that has the event's place in its lower bits.</param>
/// <param name="placeMask">These bits.</param>
internal sealed class MemoryRun(SimulatedEvent[] events, ReadOnlyMemory<ulong> places, ulong placeMask) : IEventRun
{
    private int _next;

    public bool TryNext(out SimulatedEvent item)
    {
        bool isThere = _next < places.Length;
        item = isThere ? events[(int)(places.Span[_next++] & placeMask)] : default;
        return isThere;
    }

    public void Dispose()
    {
    }
}
