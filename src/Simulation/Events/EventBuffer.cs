using System.Numerics;

namespace MGen.Simulation.Events;

/// <summary>
/// Collects one thread's events, group by group in the order of the groups' numbers; each time it is full they become a
/// sorted run in a file.
/// </summary>
/// <param name="limit">Largest number of events in memory.</param>
/// <param name="files">Receives the runs.</param>
internal sealed class EventBuffer(int limit, RunFiles files)
{
    private const int FirstCapacity = 1_024;

    private SimulatedEvent[] _events = new SimulatedEvent[Math.Min(limit, FirstCapacity)];
    private ulong[] _keys = [];
    private ulong[] _spareKeys = [];
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
    public IEventRun Rest() => Sort();

    private void MakeRoom()
    {
        if (_count < limit)
        {
            // Grown on demand: a short run needs a fraction of the limit, in each thread.
            Array.Resize(ref _events, (int)Math.Min(limit, 2L * _count));
            return;
        }
        using (MemoryRun run = Sort())
            files.Write(run);
        _count = 0;
    }

    /// <summary>
    /// Sorts integers with an event's time in the high bits and its index in the low bits, which is many times as fast
    /// as sorting the events. Events of the same time are in the order of the log already, and the index keeps that
    /// order.
    /// </summary>
    private MemoryRun Sort()
    {
        ReadOnlySpan<SimulatedEvent> events = _events.AsSpan(0, _count);
        int placeBits = BitOperations.Log2((uint)Math.Max(_count, 1)) + 1;
        (long first, long last) = (long.MaxValue, long.MinValue);
        foreach (ref readonly SimulatedEvent item in events)
            (first, last) = (Math.Min(first, item.At), Math.Max(last, item.At));
        ulong span = _count == 0 ? 0 : (ulong)(last - first);
        bool fits = BitOperations.LeadingZeroCount(span) >= placeBits;
        if (!fits) // of a million events: more than 20 days
            Array.Sort(_events, 0, _count);
        // As long as the events, not as their present number: the next run then needs no new arrays.
        if (_keys.Length < _count)
            (_keys, _spareKeys) = (new ulong[_events.Length], new ulong[_events.Length]);
        for (int i = 0; i < events.Length; i++)
            // Where the times do not fit, the events themselves are sorted, and the keys are their indices.
            _keys[i] = ((fits ? (ulong)(events[i].At - first) : 0) << placeBits) | (uint)i;
        if (fits)
            SortKeys(placeBits, placeBits + 64 - BitOperations.LeadingZeroCount(span));
        return new MemoryRun(_events, _keys.AsMemory(0, _count), (1ul << placeBits) - 1);
    }

    /// <summary>
    /// Sorts keys by their bits from <paramref name="from"/> to below <paramref name="to"/>, digit by digit from the
    /// lowest; what is equal there stays in its order.
    /// </summary>
    private void SortKeys(int from, int to)
    {
        // 2,048 counters of 4 bytes fit into the first-level cache.
        const int DigitBits = 11;
        const int Digits = 1 << DigitBits;
        Span<int> starts = stackalloc int[Digits];
        for (int shift = from; shift < to; shift += DigitBits)
        {
            starts.Clear();
            foreach (ulong key in _keys.AsSpan(0, _count))
                starts[(int)(key >> shift) & (Digits - 1)]++;
            int start = 0;
            foreach (ref int place in starts)
                (place, start) = (start, start + place);
            foreach (ulong key in _keys.AsSpan(0, _count))
                _spareKeys[starts[(int)(key >> shift) & (Digits - 1)]++] = key;
            (_keys, _spareKeys) = (_spareKeys, _keys);
        }
    }
}
