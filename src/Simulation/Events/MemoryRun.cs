namespace MGen.Simulation.Events;

/// <summary>A sorted run in memory.</summary>
/// <param name="events">The events, in any order.</param>
/// <param name="places">In the order of the run, numbers whose lower bits are the event's index.</param>
/// <param name="placeMask">Mask of these bits.</param>
internal sealed class MemoryRun(SimulatedEvent[] events, ReadOnlyMemory<ulong> places, ulong placeMask) : IEventRun
{
    private int _next;

    public bool TryNext(out SimulatedEvent item)
    {
        bool isThere = _next < places.Length;
        item = isThere ? events[(int)(places.Span[_next++] & placeMask)] : default;
        return isThere;
    }

    public void Dispose() { }
}
