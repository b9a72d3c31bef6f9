namespace MGen.Simulation.Events;

/// <summary>Collects one thread's events; each time it is full they become a sorted run in a file.</summary>
/// <param name="limit">Largest number of events in memory.</param>
/// <param name="files">Receives the runs.</param>
internal sealed class EventBuffer(int limit, RunFiles files)
{
    private const int FirstCapacity = 1_024;

    private SimulatedEvent[] _events = new SimulatedEvent[Math.Min(limit, FirstCapacity)];
    private int _count;

    /// <summary>Number of events added.</summary>
    public long Total { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <exception cref="IOException">A run cannot be written.</exception>
    public void Add(in SimulatedEvent item)
    {
        if (_count == _events.Length)
            MakeRoom();
        _events[_count++] = item;
        Total++;
    }

    /// <summary>Sorts the remaining events and returns them as a run. No event may be added afterwards.</summary>
    public IEventRun Rest()
    {
        Array.Sort(_events, 0, _count);
        return new MemoryRun(_events, _count);
    }

    private void MakeRoom()
    {
        if (_count < limit)
        {
            Array.Resize(ref _events, (int)Math.Min(limit, 2L * _count));
            return;
        }
        Array.Sort(_events, 0, _count);
        files.Write(_events.AsSpan(0, _count));
        _count = 0;
    }
}
