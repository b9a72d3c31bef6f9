using System.Numerics;

namespace MGen.Simulation.Events;

/// <summary>
/// Collects one thread's events, group by group in the order of the groups' numbers. When the buffer is full, its
/// events are written to a file as a sorted run.
/// </summary>
/// <param name="limit">Largest number of events in memory.</param>
/// <param name="files">Receives the runs.</param>
internal sealed class EventBuffer(int limit, RunFiles files)
{
    private readonly EventChunks _events = new();
    private ulong[] _keys = [];
    private ulong[] _spareKeys = [];
    private int _count;

    /// <summary>Number of events added.</summary>
    public long Total { get; private set; }

    /// <summary>Adds an event.</summary>
    /// <exception cref="IOException">A run cannot be written.</exception>
    public void Add(in SimulatedEvent item)
    {
        if (_count == limit)
            WriteRun();
        _events.ReserveTo(_count);
        _events[_count++] = item;
        Total++;
    }

    /// <summary>Sorts the remaining events and returns them as a run. No event may be added afterwards.</summary>
    public IEventRun Rest() => Sort();

    private void WriteRun()
    {
        using (MemoryRun run = Sort())
            files.Write(run);
        _count = 0;
    }

    /// <summary>
    /// Sorts the events by integers that have an event's time in the high bits and its index in the low bits. This is
    /// many times as fast as sorting the events themselves. Events of the same time are in the order of the log
    /// already, and the index keeps that order.
    /// </summary>
    private MemoryRun Sort()
    {
        int placeBits = BitOperations.Log2((uint)Math.Max(_count, 1)) + 1;
        (long first, long last) = (long.MaxValue, long.MinValue);
        for (int i = 0; i < _count; i++)
            (first, last) = (Math.Min(first, _events[i].At), Math.Max(last, _events[i].At));
        ulong span = _count == 0 ? 0 : (ulong)(last - first);
        bool fits = BitOperations.LeadingZeroCount(span) >= placeBits;
        if (_keys.Length < _count)
            (_keys, _spareKeys) = (new ulong[_count], new ulong[_count]);
        for (int i = 0; i < _count; i++)
            // If the times do not fit, the keys are the indices alone.
            _keys[i] = ((fits ? (ulong)(_events[i].At - first) : 0) << placeBits) | (uint)i;
        if (fits)
            SortKeys(placeBits, placeBits + 64 - BitOperations.LeadingZeroCount(span));
        else // the times are too far apart for the key: a million events in more than 20 days
            _keys.AsSpan(0, _count).Sort(CompareIndices);
        return new MemoryRun(_events, _keys.AsMemory(0, _count), (1ul << placeBits) - 1);
    }

    /// <summary>Compares the events of two indices; the sort is not stable, so the index decides in the end.</summary>
    private int CompareIndices(ulong one, ulong other)
    {
        int order = _events[(int)one].CompareTo(_events[(int)other]);
        return order != 0 ? order : one.CompareTo(other);
    }

    /// <summary>
    /// Sorts keys by their bits from <paramref name="from"/> to below <paramref name="to"/>, digit by digit from the
    /// lowest. The sort is stable.
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

/// <summary>
/// Events in arrays of equal size, which are allocated on demand: a short run needs a fraction of a buffer's limit, and
/// growth copies nothing. Not thread-safe.
/// </summary>
internal sealed class EventChunks
{
    private const int ChunkBits = 14; // 16,384 events of 32 bytes
    private const int ChunkMask = (1 << ChunkBits) - 1;

    private readonly List<SimulatedEvent[]> _chunks = [];

    /// <summary>An event, up to the index that was reserved last.</summary>
    public ref SimulatedEvent this[int index] => ref _chunks[index >> ChunkBits][index & ChunkMask];

    /// <summary>Allocates a chunk if the index is the first one behind all chunks.</summary>
    public void ReserveTo(int index)
    {
        if (index >> ChunkBits == _chunks.Count)
            _chunks.Add(GC.AllocateUninitializedArray<SimulatedEvent>(1 << ChunkBits));
    }
}
