using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// The queue of frames from a group, which adds them on any thread under its lock, to one connection's writer, which
/// takes them on the connection's home thread. The writer is woken once per wait, not per frame. An empty outbox holds
/// no memory.
/// </summary>
/// <param name="home">The connection.</param>
/// <param name="writer">The writer; executed when it waits and a frame is added or the outbox is closed.</param>
/// <param name="capacity">Most frames.</param>
internal sealed class Outbox(TlsConnection home, IHomeWork writer, int capacity)
{
    /// <summary>An empty outbox with more slots than this releases them.</summary>
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
            home.StopGathering();
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

    /// <summary>Takes the oldest frame, if there is one.</summary>
    public bool TryTake(out Frame frame)
    {
        lock (_lock)
        {
            frame = default;
            if (_count == 0)
                return false;
            frame = _slots[_first];
            _slots[_first] = default;
            _first = (_first + 1) % _slots.Length;
            if (--_count == 0 && _slots.Length > KeptSlots)
            {
                _slots = [];
                _first = 0;
            }
            return true;
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
        {
            Frame[] slots = new Frame[Math.Max(KeptSlots, 2 * _count)];
            for (int i = 0; i < _count; i++)
                slots[i] = _slots[(_first + i) % _slots.Length];
            _slots = slots;
            _first = 0;
        }
        _slots[(_first + _count++) % _slots.Length] = frame;
    }
}
