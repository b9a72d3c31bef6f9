using System.Runtime.InteropServices;

namespace MGen.Export.Links;

/// <summary>
/// Gives items back in the order of their times; of equal times, in the order in which they were added. Items that are added nearly in order cost no
/// comparison of a heap: each goes to the end of one of a few queues that are in order by themselves, and the earliest head is next. What fits no queue
/// goes into a heap. Not for several threads.
/// </summary>
internal sealed class TimeQueue<T>
{
    /// <summary>Enough for what adds at a constant delay each: records now, a round trip and two of them later, and acknowledgements.</summary>
    private const int LaneCount = 6;

    private readonly List<Lane> _lanes = new(LaneCount);
    private readonly PriorityQueue<T, (long Time, long Number)> _rest = new();
    private long _number;
    private long _noneBefore = long.MaxValue;

    /// <summary>Adds an item.</summary>
    public void Add(long time, in T item)
    {
        Lane? best = null;
        foreach (Lane lane in CollectionsMarshal.AsSpan(_lanes))
        {
            if (lane.LastTime <= time && (best is null || lane.LastTime > best.LastTime))
                best = lane;
        }
        if (best is null && _lanes.Count < LaneCount)
            _lanes.Add(best = new Lane());
        _noneBefore = Math.Min(_noneBefore, time);
        long number = _number++;
        if (best is null)
            _rest.Enqueue(item, (time, number));
        else
            best.Add(time, number, item);
    }

    /// <summary>Takes the earliest item if its time is at most <paramref name="upTo"/>.</summary>
    public bool TryTake(long upTo, out long time, out T item)
    {
        (time, item) = (0, default!);
        if (upTo < _noneBefore)
            return false;
        Lane? first = null;
        foreach (Lane lane in CollectionsMarshal.AsSpan(_lanes))
        {
            if (!lane.IsEmpty && (first is null || lane.IsBefore(first.FirstTime, first.FirstNumber)))
                first = lane;
        }
        bool isInRest = _rest.TryPeek(out _, out (long Time, long Number) top) && (first is null || !first.IsBefore(top.Time, top.Number));
        _noneBefore = time = isInRest ? top.Time : first?.FirstTime ?? long.MaxValue;
        if (time > upTo || (first is null && !isInRest))
            return false;
        item = isInRest ? _rest.Dequeue() : first!.Take();
        return true;
    }

    /// <summary>A queue whose times never decrease, in a ring.</summary>
    private sealed class Lane
    {
        private const int FirstCapacity = 16;

        private Entry[] _ring = new Entry[FirstCapacity];
        private int _first;
        private int _count;

        /// <summary>Time of the last item; before all times if there is none.</summary>
        public long LastTime { get; private set; } = long.MinValue;

        public bool IsEmpty => _count == 0;

        public long FirstTime => _ring[_first].Time;

        public long FirstNumber => _ring[_first].Number;

        public bool IsBefore(long time, long number) => FirstTime != time ? FirstTime < time : FirstNumber < number;

        public void Add(long time, long number, in T item)
        {
            if (_count == _ring.Length)
                Grow();
            ref Entry entry = ref _ring[(_first + _count++) & (_ring.Length - 1)];
            (entry.Time, entry.Number, entry.Item) = (time, number, item);
            LastTime = time;
        }

        public T Take()
        {
            ref Entry entry = ref _ring[_first];
            T item = entry.Item;
            entry.Item = default!; // so that what it refers to can be collected
            _first = (_first + 1) & (_ring.Length - 1);
            if (--_count == 0)
                LastTime = long.MinValue;
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
