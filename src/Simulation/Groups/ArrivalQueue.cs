namespace MGen.Simulation.Groups;

/// <summary>
/// The frames on their way in a group, earliest first. What is made in the order in which it arrives (under a constant latency, everything)
/// goes through a ring at constant cost; only what would arrive before the ring's last goes through a heap.
/// </summary>
internal sealed class ArrivalQueue
{
    private readonly PriorityQueue<Arrival, ArrivalKey> _heap = new();
    private Arrival[] _ring = new Arrival[16];
    private int _head;
    private int _count;

    /// <summary>How many frames are on their way.</summary>
    public int Count => _count + _heap.Count;

    /// <summary>When the next frame is handled, in ticks; <see cref="long.MaxValue"/> if there is none.</summary>
    public long EarliestAt { get; private set; } = long.MaxValue;

    /// <summary>Adds a frame.</summary>
    public void Add(in Arrival arrival)
    {
        if (_count == 0 || _ring[Slot(_count - 1)].Key.CompareTo(arrival.Key) <= 0)
            AddLast(arrival);
        else
            _heap.Enqueue(arrival, arrival.Key);
        EarliestAt = Math.Min(EarliestAt, arrival.Key.At);
    }

    /// <summary>Takes out the earliest frame; there must be one.</summary>
    public Arrival Take()
    {
        Arrival earliest = IsRingFirst() ? TakeFirst() : _heap.Dequeue();
        EarliestAt = Math.Min(
            _count > 0 ? _ring[_head].Key.At : long.MaxValue,
            _heap.TryPeek(out _, out ArrivalKey key) ? key.At : long.MaxValue);
        return earliest;
    }

    private bool IsRingFirst() =>
        _count > 0 && (!_heap.TryPeek(out _, out ArrivalKey key) || _ring[_head].Key.CompareTo(key) < 0);

    private void AddLast(in Arrival arrival)
    {
        if (_count == _ring.Length)
            Grow();
        _ring[Slot(_count++)] = arrival;
    }

    private Arrival TakeFirst()
    {
        Arrival first = _ring[_head];
        _head = Slot(1);
        _count--;
        return first;
    }

    /// <summary>The ring's place so far behind its head. Its length is a power of 2.</summary>
    private int Slot(int offset) => (_head + offset) & (_ring.Length - 1);

    private void Grow()
    {
        Arrival[] larger = new Arrival[_ring.Length * 2];
        for (int i = 0; i < _count; i++)
            larger[i] = _ring[Slot(i)];
        (_ring, _head) = (larger, 0);
    }
}
