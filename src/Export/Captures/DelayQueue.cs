namespace MGen.Export.Captures;

/// <summary>
/// Items that are due in the order in which they were added: each waits equally long. Not for several threads.
/// </summary>
internal sealed class DelayQueue<T>
{
    private readonly Queue<(long DueAt, T Item)> _items = new();

    /// <summary>When the first item is due; <see cref="long.MaxValue"/> if there is none.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>Adds an item, which is due no earlier than those before it.</summary>
    public void Add(long dueAt, in T item)
    {
        if (_items.Count == 0)
            DueAt = dueAt;
        _items.Enqueue((dueAt, item));
    }

    /// <summary>Takes the first item, of which there is one.</summary>
    public T Take()
    {
        T item = _items.Dequeue().Item;
        DueAt = _items.TryPeek(out (long DueAt, T Item) next) ? next.DueAt : long.MaxValue;
        return item;
    }
}
