namespace MGen.Messenger.Scheduling;

/// <summary>
/// A binary heap of deadlines, the earliest at the top. Each deadline stores its index, so that moving or removing it
/// is O(log n). Not thread-safe.
/// </summary>
internal sealed class DeadlineHeap
{
    private Deadline[] _items = new Deadline[16];

    /// <summary>How many deadlines are armed.</summary>
    public int Count { get; private set; }

    /// <summary>The earliest deadline; <c>null</c> if there is none.</summary>
    public Deadline? Earliest => Count == 0 ? null : _items[0];

    /// <summary>Adds a deadline, or moves it if it is in the heap.</summary>
    public void Set(Deadline deadline, TimeSpan dueAt)
    {
        deadline.DueAt = dueAt;
        if (deadline.HeapIndex < 0)
        {
            if (Count == _items.Length)
                Array.Resize(ref _items, Count * 2);
            Place(deadline, Count++);
        }
        Settle(deadline);
    }

    /// <summary>Removes a deadline.</summary>
    /// <returns>Whether it was in the heap.</returns>
    public bool Remove(Deadline deadline)
    {
        int hole = deadline.HeapIndex;
        if (hole < 0)
            return false;
        deadline.HeapIndex = -1;
        Deadline last = _items[--Count];
        _items[Count] = null!;
        if (last == deadline)
            return true;
        Place(last, hole);
        // From the end of the array it may belong above or below the hole.
        Settle(last);
        return true;
    }

    private void Settle(Deadline deadline)
    {
        SiftUp(deadline);
        SiftDown(deadline);
    }

    private void SiftUp(Deadline deadline)
    {
        int index = deadline.HeapIndex;
        for (int parent; index > 0 && deadline.DueAt < _items[parent = (index - 1) / 2].DueAt; index = parent)
            Place(_items[parent], index);
        Place(deadline, index);
    }

    private void SiftDown(Deadline deadline)
    {
        int index = deadline.HeapIndex;
        for (int child; (child = EarlierChild(index)) > 0 && _items[child].DueAt < deadline.DueAt; index = child)
            Place(_items[child], index);
        Place(deadline, index);
    }

    /// <summary>The index of the earlier child; 0 if there are no children.</summary>
    private int EarlierChild(int index)
    {
        int left = (2 * index) + 1,
            right = left + 1;
        if (left >= Count)
            return 0;
        return right < Count && _items[right].DueAt < _items[left].DueAt ? right : left;
    }

    private void Place(Deadline deadline, int index)
    {
        _items[index] = deadline;
        deadline.HeapIndex = index;
    }
}
