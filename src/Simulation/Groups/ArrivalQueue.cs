namespace MGen.Simulation.Groups;

/// <summary>
/// The frames in flight in a group, earliest first. A frame that is handled no earlier than the last one of the ring is
/// appended to the ring, at constant cost; others are stored in a heap. With a constant latency all frames go to the
/// ring once the members are connected and awake.
/// </summary>
internal sealed class ArrivalQueue
{
    private readonly PriorityQueue<Arrival, ArrivalKey> _heap = new();
    private Arrival[] _ring = new Arrival[16];
    private int _head;
    private int _count;

    /// <summary>Number of frames in flight.</summary>
    public int Count => _count + _heap.Count;

    /// <summary>When the next frame is handled, in ticks; <see cref="long.MaxValue"/> if there is none.</summary>
    public long EarliestAt { get; private set; } = long.MaxValue;

    /// <summary>Adds a frame.</summary>
    public void Add(in Arrival arrival)
    {
        // One comparison decides; a heap needs one per level.
        if (_count == 0 || _ring[Slot(_count - 1)].Key.CompareTo(arrival.Key) <= 0)
            AddLast(arrival);
        else
            _heap.Enqueue(arrival, arrival.Key);
        EarliestAt = Math.Min(EarliestAt, arrival.Key.At);
    }

    /// <summary>Removes the earliest frame; there must be one.</summary>
    public Arrival Take()
    {
        // The caller reads EarliestAt before every event, so it is stored and not computed from ring and heap.
        Arrival earliest = IsRingFirst() ? TakeFirst() : _heap.Dequeue();
        EarliestAt = Math.Min(
            _count > 0 ? _ring[_head].Key.At : long.MaxValue,
            _heap.TryPeek(out _, out ArrivalKey key) ? key.At : long.MaxValue
        );
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

    /// <summary>Index in the ring at an offset from its head. The ring's length is a power of 2.</summary>
    private int Slot(int offset) => (_head + offset) & (_ring.Length - 1);

    private void Grow()
    {
        Arrival[] larger = new Arrival[_ring.Length * 2];
        for (int i = 0; i < _count; i++)
            larger[i] = _ring[Slot(i)];
        _ring = larger;
        _head = 0;
    }
}

/// <summary>A frame in flight to a member.</summary>
/// <param name="Key">When the frame is handled, and its order among frames of the same time.</param>
/// <param name="MadeAt">
/// When the message was created, in ticks; for a receipt, when the acknowledged message was created.
/// </param>
/// <param name="Sender">The sender's number in the group.</param>
/// <param name="Recipient">The recipient's number in the group.</param>
/// <param name="Id">The message's number.</param>
/// <param name="Size">Size of the message in bytes; 0 is a receipt.</param>
internal readonly record struct Arrival(ArrivalKey Key, long MadeAt, int Sender, int Recipient, uint Id, uint Size);

/// <summary>The order in which frames are handled.</summary>
/// <param name="At">When the frame is handled, in ticks: when it arrives, or when its recipient wakes up.</param>
/// <param name="ArrivesAt">
/// When the frame arrives, in ticks. A recipient that wakes up handles the waiting frames in this order.
/// </param>
/// <param name="Number">Number of the frame in its group, in order of creation: the last tie-break.</param>
internal readonly record struct ArrivalKey(long At, long ArrivesAt, long Number) : IComparable<ArrivalKey>
{
    /// <inheritdoc/>
    public int CompareTo(ArrivalKey other)
    {
        if (At != other.At)
            return At < other.At ? -1 : 1;
        if (ArrivesAt != other.ArrivesAt)
            return ArrivesAt < other.ArrivesAt ? -1 : 1;
        return Number.CompareTo(other.Number);
    }
}
