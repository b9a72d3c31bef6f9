using System.Numerics;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// The queue of frames between a group and the writer of one connection. The group adds frames on any thread, under the
/// group's lock. The writer takes them in batches on the connection's home thread. The writer is woken once per wait,
/// not per frame. An empty outbox holds at most four slots.
/// </summary>
/// <param name="home">The connection.</param>
/// <param name="writer">
/// The connection's writer. If it waits, it is executed when a frame is added or the outbox is closed.
/// </param>
/// <param name="capacity">Most frames in the outbox.</param>
internal sealed class Outbox(TlsConnection home, IHomeWork writer, int capacity)
{
    /// <summary>If an empty outbox has more slots than this, it returns them to the pool.</summary>
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
    /// False if the outbox is closed: the group keeps the frame for the next connection. False also if the outbox is
    /// full; then <see cref="TakeRefused"/> returns true when there is space again.
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
                // The writer reports the refusal when there is space: the group does not offer the frame again by
                // itself.
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
            // otherwise the remaining frames of the iteration could fill the outbox, and then the group's queue
            home.StopBatching();
        return true;
    }

    /// <summary>
    /// Makes the writer wait if there is no frame. The writer is executed when a frame is added. On the home thread.
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

    /// <summary>Takes the oldest frames, up to the length of the batch.</summary>
    /// <returns>How many frames were taken; 0 if there is none.</returns>
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
    /// Whether a frame was refused since the last call that returned true, and at least half of the outbox is free. If
    /// so, the refusal is cleared.
    /// </summary>
    public bool TakeRefused()
    {
        lock (_lock)
        {
            // Half of the outbox, not one slot: a report per frame would cost the group as much as the frame itself.
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
    /// Returns an array of empty slots. Its length is the smallest of 4, 16, 64, ... that is at least
    /// <paramref name="least"/>, which is positive.
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
