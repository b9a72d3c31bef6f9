namespace MGen.Simulation.Events;

/// <summary>A sorted run in memory.</summary>
internal sealed class MemoryRun(SimulatedEvent[] events, int count) : IEventRun
{
    private int _next;

    public bool TryNext(out SimulatedEvent item)
    {
        item = _next < count ? events[_next] : default;
        return _next++ < count;
    }

    public void Dispose()
    {
    }
}
