namespace MGen.Export.Links;

/// <summary>
/// A priority queue by time; items of equal times keep the order in which they were added. It is fast for items that
/// are added nearly in order: each is appended to one of a few sorted lanes, and the earliest first item of all lanes
/// is next. An item that fits no lane goes into a heap. Not thread-safe.
/// </summary>
internal sealed class TimeQueue<T>
{
    /// <summary>
    /// One lane is enough for items with one constant delay: records now, one round trip later, two round trips later,
    /// and so on.
    /// </summary>
    private const int LaneCount = 6;

    private readonly Lane[] _lanes = [.. Enumerable.Range(0, LaneCount).Select(_ => new Lane())];
    private readonly (long Time, long Number)[] _firsts =
    [
        .. Enumerable.Repeat((long.MaxValue, long.MaxValue), LaneCount),
    ]; // of each lane; in an array of its own, since each Take scans it

    // The time of each lane's last item.
    private readonly long[] _lasts = [.. Enumerable.Repeat(long.MinValue, LaneCount)];
    private readonly PriorityQueue<T, (long Time, long Number)> _rest = new();
    private long _number;
    private long _noneBefore = long.MaxValue;
    private int _count;

    /// <summary>A lower bound on the times of all items; <see cref="long.MaxValue"/> if the queue is empty.</summary>
    public long NoneBefore => _noneBefore;

    /// <summary>Whether the queue is empty.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Adds an item.</summary>
    public void Add(long time, in T item)
    {
        int best = -1;
        long latest = long.MinValue;
        ReadOnlySpan<long> lasts = _lasts;
        for (int i = 0; i < lasts.Length; i++)
        {
            if (lasts[i] <= time && (best < 0 || lasts[i] > latest))
                (best, latest) = (i, lasts[i]);
        }
        _noneBefore = Math.Min(_noneBefore, time);
        long number = _number++;
        _count++;
        if (best < 0)
        {
            _rest.Enqueue(item, (time, number));
            return;
        }
        if (_lanes[best].Add(time, number, item))
            _firsts[best] = (time, number);
        _lasts[best] = time;
    }

    /// <summary>Removes and returns the earliest item if its time is at most <paramref name="upTo"/>.</summary>
    public bool TryTake(long upTo, out long time, out T item)
    {
        (time, item) = (0, default!);
        if (upTo < _noneBefore)
            return false;
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
        _noneBefore = time = first.Time;
        if (time > upTo || first.Number == long.MaxValue)
            return false;
        _count--;
        item = lane < 0 ? _rest.Dequeue() : TakeFrom(lane);
        return true;
    }

    private T TakeFrom(int number)
    {
        Lane lane = _lanes[number];
        T item = lane.Take();
        _firsts[number] = lane.IsEmpty ? (long.MaxValue, long.MaxValue) : lane.First;
        if (lane.IsEmpty)
            _lasts[number] = long.MinValue;
        return item;
    }

    /// <summary>A ring buffer of items whose times never decrease.</summary>
    private sealed class Lane
    {
        private const int FirstCapacity = 16;

        private Entry[] _ring = new Entry[FirstCapacity];
        private int _first;
        private int _count;

        public bool IsEmpty => _count == 0;

        public (long Time, long Number) First => (_ring[_first].Time, _ring[_first].Number);

        /// <summary>Appends an item. Returns <c>true</c> if it is the only one.</summary>
        public bool Add(long time, long number, in T item)
        {
            if (_count == _ring.Length)
                Grow();
            ref Entry entry = ref _ring[(_first + _count++) & (_ring.Length - 1)];
            (entry.Time, entry.Number, entry.Item) = (time, number, item);
            return _count == 1;
        }

        public T Take()
        {
            ref Entry entry = ref _ring[_first];
            T item = entry.Item;
            entry.Item = default!; // releases the reference for the garbage collector
            _first = (_first + 1) & (_ring.Length - 1);
            _count--;
            return item;
        }

        private void Grow()
        {
            Entry[] larger = new Entry[2 * _ring.Length];
            _ring.AsSpan(_first).CopyTo(larger);
            _ring.AsSpan(0, _first).CopyTo(larger.AsSpan(_ring.Length - _first));
            (_ring, _first) = (larger, 0);
        }

        private struct Entry
        {
            public long Time;
            public long Number;
            public T Item;
        }
    }
}

/// <summary>
/// A timer queue for one fixed delay: items expire in the order in which they were added. Not thread-safe.
/// </summary>
internal sealed class DelayQueue<T>
{
    private readonly Queue<(long DueAt, T Item)> _items = new();

    /// <summary>When the first item expires; <see cref="long.MaxValue"/> if the queue is empty.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>Adds an item that expires no earlier than the items before it.</summary>
    public void Add(long dueAt, in T item)
    {
        if (_items.Count == 0)
            DueAt = dueAt;
        _items.Enqueue((dueAt, item));
    }

    /// <summary>Removes and returns the first item. The queue must not be empty.</summary>
    public T Take()
    {
        T item = _items.Dequeue().Item;
        DueAt = _items.TryPeek(out (long DueAt, T Item) next) ? next.DueAt : long.MaxValue;
        return item;
    }
}
