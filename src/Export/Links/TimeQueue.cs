namespace MGen.Export.Links;

/// <summary>
/// A priority queue by time; items of equal times keep the order in which they were added. It is fast for items that
/// are added nearly in order: each item is appended to one of a few sorted lanes, and the next item is the earliest of
/// the lanes' first items. An item that fits no lane goes into a heap. Not thread-safe.
/// </summary>
internal sealed class TimeQueue<T>
{
    /// <summary>
    /// Items with the same constant delay share a lane: records now, one round trip later, two round trips later, and
    /// so on.
    /// </summary>
    private const int LaneCount = 6;

    // Each lane is a ring of items whose times never decrease.
    private readonly Ring<Entry>[] _lanes = [.. Enumerable.Range(0, LaneCount).Select(_ => new Ring<Entry>())];
    private readonly (long Time, long Number)[] _firsts =
    [
        .. Enumerable.Repeat((long.MaxValue, long.MaxValue), LaneCount),
    ]; // of each lane's first item; a separate array, since FindFirst scans it

    // The time of each lane's last item.
    private readonly long[] _lasts = [.. Enumerable.Repeat(long.MinValue, LaneCount)];
    private readonly PriorityQueue<T, (long Time, long Number)> _rest = new();
    private int _latest; // the lane whose last item is the latest of all lanes
    private int _firstLane; // the lane of First; -1: First is in the heap
    private T _firstOfRest = default!;
    private long _number;
    private long _noneBefore = long.MaxValue;
    private int _count;

    /// <summary>
    /// A lower bound on the times of all items. <see cref="HasFirst"/> raises it: to the first item's time, or to
    /// <see cref="long.MaxValue"/> if the queue is empty.
    /// </summary>
    public long NoneBefore => _noneBefore;

    /// <summary>Whether the queue is empty.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Adds an item.</summary>
    public void Add(long time, in T item)
    {
        int best = time >= _lasts[_latest] ? _latest : LaneFor(time);
        _noneBefore = Math.Min(_noneBefore, time);
        long number = _number++;
        _count++;
        if (best < 0)
        {
            _rest.Enqueue(item, (time, number));
            return;
        }
        ref Entry entry = ref _lanes[best].Append();
        entry.Time = time;
        entry.Number = number;
        entry.Item = item;
        if (_lanes[best].Count == 1)
            _firsts[best] = (time, number);
        _lasts[best] = time;
    }

    /// <summary>
    /// Whether the time of the earliest item is at most <paramref name="upTo"/>. If so, the item is <see cref="First"/>
    /// until another method is called.
    /// </summary>
    public bool HasFirst(long upTo)
    {
        if (upTo < _noneBefore)
            return false;
        (_firstLane, (long Time, long Number) first) =
            _lanes[_latest].Count == _count ? (_latest, _firsts[_latest]) : FindFirst();
        _noneBefore = first.Time;
        if (first.Time > upTo || first.Number == long.MaxValue)
            return false;
        if (_firstLane < 0)
            _firstOfRest = _rest.Peek();
        return true;
    }

    /// <summary>The earliest item, by reference, because a copy of a structure with references is expensive.</summary>
    public ref readonly T First => ref _firstLane < 0 ? ref _firstOfRest : ref _lanes[_firstLane].First.Item;

    /// <summary>Removes <see cref="First"/>.</summary>
    public void RemoveFirst()
    {
        _count--;
        if (_firstLane < 0)
            _rest.Dequeue();
        else
            RemoveFrom(_firstLane);
    }

    /// <summary>
    /// The lane to which an item of this time is appended: of the lanes whose last item is not later, the lane with the
    /// latest last item; -1 if there is no such lane.
    /// </summary>
    private int LaneFor(long time)
    {
        int best = -1;
        long latest = long.MinValue;
        ReadOnlySpan<long> lasts = _lasts;
        for (int i = 0; i < lasts.Length; i++)
        {
            if (lasts[i] <= time && (best < 0 || lasts[i] > latest))
                (best, latest) = (i, lasts[i]);
        }
        return best;
    }

    /// <summary>
    /// The lane of the earliest item, or -1 if the item is in the heap; and the time and number of the item.
    /// </summary>
    private (int Lane, (long Time, long Number) First) FindFirst()
    {
        int lane = -1;
        (long Time, long Number) first = _rest.TryPeek(out _, out (long, long) top)
            ? top
            : (long.MaxValue, long.MaxValue);
        ReadOnlySpan<(long Time, long Number)> firsts = _firsts;
        for (int i = 0; i < firsts.Length; i++)
        {
            if (firsts[i].Time < first.Time || (firsts[i].Time == first.Time && firsts[i].Number < first.Number))
                (lane, first) = (i, firsts[i]);
        }
        return (lane, first);
    }

    private void RemoveFrom(int number)
    {
        Ring<Entry> lane = _lanes[number];
        lane.RemoveFirst();
        if (lane.Count > 0)
        {
            _firsts[number] = (lane.First.Time, lane.First.Number);
            return;
        }
        _firsts[number] = (long.MaxValue, long.MaxValue);
        _lasts[number] = long.MinValue;
        for (int i = 0; i < LaneCount; i++)
            _latest = _lasts[i] > _lasts[_latest] ? i : _latest;
    }

    private struct Entry
    {
        public long Time;
        public long Number;
        public T Item;
    }
}

/// <summary>
/// A timer queue for one fixed delay: items expire in the order in which they were added. Not thread-safe.
/// </summary>
internal sealed class DelayQueue<T>
{
    private readonly Ring<Entry> _ring = new();

    /// <summary>When the first item expires; <see cref="long.MaxValue"/> if the queue is empty.</summary>
    public long DueAt => _ring.Count == 0 ? long.MaxValue : _ring.First.DueAt;

    /// <summary>The first item, until the next call of <see cref="Add"/>. The queue must not be empty.</summary>
    public ref readonly T First => ref _ring.First.Item;

    /// <summary>Adds an item that expires no earlier than the items before it.</summary>
    public void Add(long dueAt, in T item)
    {
        ref Entry entry = ref _ring.Append();
        entry.DueAt = dueAt;
        entry.Item = item;
    }

    /// <summary>Removes the first item. The queue must not be empty.</summary>
    public void RemoveFirst() => _ring.RemoveFirst();

    private struct Entry
    {
        public long DueAt;
        public T Item;
    }
}

/// <summary>
/// A queue whose items are written and read by reference, because a copy of a structure with references is expensive.
/// The references of removed items are kept until the space is used again. Not thread-safe.
/// </summary>
internal sealed class Ring<T>
    where T : struct
{
    private T[] _items = new T[16]; // the length is a power of two
    private int _first;

    /// <summary>How many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest item. The ring must not be empty.</summary>
    public ref readonly T First => ref _items[_first];

    /// <summary>Appends an item, which the caller overwrites as a whole before its next call.</summary>
    public ref T Append()
    {
        if (Count == _items.Length)
            Grow();
        return ref _items[(_first + Count++) & (_items.Length - 1)];
    }

    /// <summary>Removes the oldest item. The ring must not be empty.</summary>
    public void RemoveFirst()
    {
        _first = (_first + 1) & (_items.Length - 1);
        Count--;
    }

    private void Grow()
    {
        T[] larger = new T[2 * _items.Length];
        _items.AsSpan(_first).CopyTo(larger);
        _items.AsSpan(0, _first).CopyTo(larger.AsSpan(_items.Length - _first));
        (_items, _first) = (larger, 0);
    }
}
