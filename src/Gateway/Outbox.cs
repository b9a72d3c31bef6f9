using System.Numerics;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// The queue of frames from a group, which adds them on any thread under its lock, to one connection's writer, which
/// takes them in batches on the connection's home thread. The writer is woken once per wait, not per frame. An empty
/// outbox holds at most four slots.
/// </summary>
/// <param name="home">The connection.</param>
/// <param name="writer">The writer; executed when it waits and a frame is added or the outbox is closed.</param>
/// <param name="capacity">Most frames.</param>
internal sealed class Outbox(TlsConnection home, IHomeWork writer, int capacity)
{
    /// <summary>An empty outbox with more slots than this gives them to the pool.</summary>
    private const int KeptSlots = 4;

    private readonly Lock _lock = new();
    private Frame[] _slots = [];
    private int _first;
    private int _count;
    private bool _writerWaits;
    private bool _refused;
    private bool _closed;

    /// <summary>Frames that wait for the writer. Read without the lock, so it may be out of date.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a frame.</summary>
    /// <returns>
    /// False if the outbox is closed: the group keeps the frame for the next connection. False also if it is full; then
    /// <see cref="TakeRefused"/> returns true when there is space again.
    /// </returns>
    public bool TryAdd(Frame frame)
    {
        bool wake,
            isHalfFull;
        lock (_lock)
        {
            if (_closed)
                return false;
            if (_count == capacity)
            {
                // Remembered here and reported by the writer: the group does not ask again by itself.
                _refused = true;
                return false;
            }
            Append(frame);
            isHalfFull = _count == capacity / 2;
            wake = _writerWaits;
            // Cleared under the lock: of several threads that add frames exactly one wakes the writer.
            _writerWaits = false;
        }
        // Outside the lock: the writer may run on this thread, inside the call.
        if (wake)
            home.Hand(writer);
        if (isHalfFull)
            // else the remaining frames of the iteration could fill it, and then the group's queue
            home.StopBatching();
        return true;
    }

    /// <summary>
    /// Makes the writer wait if there is no frame: it is executed when there is one. On the home thread.
    /// </summary>
    /// <returns>False if there is a frame to take or the outbox is closed.</returns>
    public bool TryWait()
    {
        // One critical section for check and wait: a frame added in between would not wake the writer.
        lock (_lock)
        {
            _writerWaits = _count == 0 && !_closed;
            return _writerWaits;
        }
    }

    /// <summary>Takes the oldest frames, as many as there are and the batch has space for.</summary>
    /// <returns>Their number; 0 if there is no frame.</returns>
    public int Take(Span<Frame> batch)
    {
        lock (_lock)
        {
            int count = Math.Min(_count, batch.Length);
            Span<Frame> untilEnd = _slots.AsSpan(_first, Math.Min(count, _slots.Length - _first));
            Span<Frame> fromStart = _slots.AsSpan(0, count - untilEnd.Length);
            untilEnd.CopyTo(batch);
            fromStart.CopyTo(batch[untilEnd.Length..]);
            untilEnd.Clear();
            fromStart.Clear();
            _first = _slots.Length == 0 ? 0 : (_first + count) & (_slots.Length - 1);
            _count -= count;
            if (_count == 0 && _slots.Length > KeptSlots)
            {
                SlotPool.Return(_slots);
                _slots = [];
                _first = 0;
            }
            return count;
        }
    }

    /// <summary>
    /// Whether a frame was refused since the last call that returned true, and half of the outbox is free.
    /// </summary>
    public bool TakeRefused()
    {
        lock (_lock)
        {
            // Half, not one: a report per frame would cost the group as much as the frame.
            bool ask = _refused && _count <= capacity / 2;
            _refused &= !ask;
            return ask;
        }
    }

    /// <summary>
    /// Ends the writer after it has taken the remaining frames. Any thread; may be called several times.
    /// </summary>
    public void Close()
    {
        bool wake;
        lock (_lock)
        {
            // Frames that are queued are still taken: an orderly stop sends them.
            _closed = true;
            wake = _writerWaits;
            _writerWaits = false;
        }
        if (wake)
            home.Post(writer); // not inline: the caller may hold a group's lock
    }

    private void Append(Frame frame)
    {
        if (_count == _slots.Length)
            Grow();
        _slots[(_first + _count++) & (_slots.Length - 1)] = frame;
    }

    private void Grow()
    {
        Frame[] slots = SlotPool.Rent(_count + 1);
        Span<Frame> untilEnd = _slots.AsSpan(_first);
        untilEnd.CopyTo(slots);
        _slots.AsSpan(0, _first).CopyTo(slots.AsSpan(untilEnd.Length));
        Array.Clear(_slots);
        if (_slots.Length > 0)
            SlotPool.Return(_slots);
        _slots = slots;
        _first = 0;
    }
}

/// <summary>
/// Slots that outboxes have emptied, kept for the next burst on the same thread: a group of ten fills and empties ten
/// outboxes per message, and new arrays for each were 7 % of the server's CPU.
/// </summary>
internal static class SlotPool
{
    /// <summary>
    /// Most slots that a thread keeps, in all sizes: 2 MiB, enough for 1,000 outboxes with 256 frames each.
    /// </summary>
    private const int MostKept = 262_144;

    /// <summary>By size class: 4, 16, 64, 256, ... slots.</summary>
    [ThreadStatic]
    private static Stack<Frame[]>?[]? t_kept;

    [ThreadStatic]
    private static int t_keptSlots;

    /// <summary>
    /// Returns empty slots: 4, 16, 64, ..., the smallest of these numbers that is at least the given one, which is
    /// positive.
    /// </summary>
    public static Frame[] Rent(int least)
    {
        int sizeClass = SizeClass(least);
        if (t_kept?[sizeClass] is not { Count: > 0 } kept)
            return new Frame[4 << (2 * sizeClass)];
        Frame[] slots = kept.Pop();
        t_keptSlots -= slots.Length;
        return slots;
    }

    /// <summary>Takes back rented slots, which the caller has cleared and no longer uses.</summary>
    public static void Return(Frame[] slots)
    {
        if (t_keptSlots + slots.Length > MostKept)
            return;
        t_kept ??= new Stack<Frame[]>?[SizeClass(int.MaxValue) + 1];
        (t_kept[SizeClass(slots.Length)] ??= new Stack<Frame[]>()).Push(slots);
        t_keptSlots += slots.Length;
    }

    private static int SizeClass(int slots) => BitOperations.Log2((uint)(slots - 1)) / 2;
}
