namespace MGen.Simulation.Events;

/// <summary>Gathers one thread's events; whenever it is full they become a sorted run in a file.</summary>
/// <param name="limit">How many events it holds.</param>
/// <param name="files">Where the runs go.</param>
internal sealed class EventBuffer(int limit, RunFiles files)
{
    private const int FirstCapacity = 1_024;

    private SimulatedEvent[] _events = new SimulatedEvent[Math.Min(limit, FirstCapacity)];
    private int _count;

    /// <summary>How many events there were.</summary>
    public long Total { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <exception cref="IOException">A run could not be written.</exception>
    public void Add(in SimulatedEvent item)
    {
        if (_count == _events.Length)
            MakeRoom();
        _events[_count++] = item;
        Total++;
    }

    /// <summary>What is still here, in order. Nothing may be added any more.</summary>
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
