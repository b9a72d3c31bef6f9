using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// The frames between a group's turn, which adds them from any thread, and one connection's writer, which takes them on the connection's home
/// thread. The writer is woken once per wait, not per frame; empty, it holds no memory.
/// </summary>
/// <param name="home">Where the writer works.</param>
/// <param name="writer">The writer; executed when it waits and a frame or the end comes.</param>
/// <param name="capacity">Most frames.</param>
internal sealed class Outbox(TlsConnection home, IHomeWork writer, int capacity)
{
    private const int KeptSlots = 4;

    private readonly Lock _lock = new();
    private Frame[] _slots = [];
    private int _first;
    private int _count;
    private bool _writerWaits;
    private bool _refused;
    private bool _closed;

    /// <summary>Frames that wait for the writer.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a frame.</summary>
    /// <returns>False if the outbox is closed: the group keeps the frame for the next connection. Or if it is full; then <see cref="TakeRefused"/> says when there is room.</returns>
    public bool TryAdd(Frame frame)
    {
        bool wake, isHalfFull;
        lock (_lock)
        {
            if (_closed)
                return false;
            if (_count == capacity)
            {
                _refused = true;
                return false;
            }
            Append(frame);
            isHalfFull = _count == capacity / 2;
            wake = _writerWaits;
            _writerWaits = false;
        }
        if (wake)
            home.Hand(writer);
        if (isHalfFull)
            home.StopGathering(); // else the rest of a turn's frames might fill it, and then what the group may keep
        return true;
    }

    /// <summary>Has the writer wait, if there is nothing for it: it is executed again when there is. On the home thread.</summary>
    /// <returns>False when there is a frame to take, or the outbox is closed.</returns>
    public bool TryWait()
    {
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
                (_slots, _first) = ([], 0);
            return true;
        }
    }

    /// <summary>Whether a frame was refused since the last call, and half of the outbox is free now.</summary>
    public bool TakeRefused()
    {
        lock (_lock)
        {
            bool ask = _refused && _count <= capacity / 2;
            _refused &= !ask;
            return ask;
        }
    }

    /// <summary>Lets the writer end once it has taken what is there. Any thread, any number of times.</summary>
    public void Close()
    {
        bool wake;
        lock (_lock)
        {
            _closed = true;
            wake = _writerWaits;
            _writerWaits = false;
        }
        if (wake)
            home.Post(writer);
    }

    private void Append(Frame frame)
    {
        if (_count == _slots.Length)
        {
            Frame[] slots = new Frame[Math.Max(KeptSlots, 2 * _count)];
            for (int i = 0; i < _count; i++)
                slots[i] = _slots[(_first + i) % _slots.Length];
            (_slots, _first) = (slots, 0);
        }
        _slots[(_first + _count++) % _slots.Length] = frame;
    }
}
