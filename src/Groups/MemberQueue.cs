using MGen.Wire;

namespace MGen.Groups;

/// <summary>
/// The frames of one member, oldest first, in one ring: those that were handed to a connection but may not have arrived, then those that
/// wait. Handed frames are numbered from 0 over the member's life, so that both sides of a connection can say how far they are.
/// </summary>
/// <param name="groupBytes">Counts the bytes queued in the member's group.</param>
internal sealed class MemberQueue(QueuedBytes groupBytes)
{
    private const int KeptSlots = 16;

    private Frame[] _slots = [];
    private int _start;
    private int _unconfirmed;
    private int _waiting;
    private long _confirmed;

    /// <summary>Bytes queued, waiting or not, as <see cref="GroupLimits.MaxMemberBytes"/> counts them.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many frames wait for a connection.</summary>
    public int Waiting => _waiting;

    /// <summary>How many handed frames are kept because they may have to be handed again.</summary>
    public int Unconfirmed => _unconfirmed;

    /// <summary>The number of the next frame to be handed: how many were handed so far.</summary>
    public long Handed => _confirmed + _unconfirmed;

    /// <summary>The frame at a place, from the oldest: first the unconfirmed ones, then those that wait.</summary>
    public Frame this[int index] => _slots[SlotOf(index)];

    /// <summary>Takes over frames that a snapshot tells of. Only while the queue is new.</summary>
    /// <param name="handed">How many were handed over the member's life.</param>
    /// <param name="unconfirmed">How many of <paramref name="frames"/> were handed; the others wait.</param>
    /// <param name="frames">Oldest first. The queue keeps the array.</param>
    public void Restore(long handed, int unconfirmed, Frame[] frames)
    {
        (_slots, _unconfirmed, _waiting, _confirmed) = (frames, unconfirmed, frames.Length - unconfirmed, handed - unconfirmed);
        foreach (Frame frame in frames)
            Count(QueuedBytes.Of(frame));
    }

    /// <summary>Adds a frame behind the others.</summary>
    public void Append(Frame frame)
    {
        int count = _unconfirmed + _waiting;
        if (count == _slots.Length)
            Resize(Math.Max(4, 2 * count));
        _slots[SlotOf(count)] = frame;
        _waiting++;
        Count(QueuedBytes.Of(frame));
    }

    /// <summary>The frame that waits longest. Only when one waits.</summary>
    public Frame Next => _slots[SlotOf(_unconfirmed)];

    /// <summary>The longest waiting frame was handed to a connection.</summary>
    public void MarkHanded()
    {
        _unconfirmed++;
        _waiting--;
    }

    /// <summary>Gives up the longest waiting frames. Rare and linear: the unconfirmed ones before them move up.</summary>
    public void DropWaiting(int count = 1)
    {
        Discount(_unconfirmed, count);
        for (int i = _unconfirmed - 1; i >= 0; i--)
            _slots[SlotOf(i + count)] = _slots[SlotOf(i)];
        _waiting -= count;
        Advance(count);
    }

    /// <summary>Gives up the longest waiting frames until no more than so many bytes are queued, or none waits.</summary>
    /// <returns>How many were given up.</returns>
    public int DropWaitingTo(long bytes)
    {
        int dropped = 0;
        for (long left = Bytes; left > bytes && dropped < _waiting; dropped++)
            left -= QueuedBytes.Of(this[_unconfirmed + dropped]);
        if (dropped > 0)
            DropWaiting(dropped);
        return dropped;
    }

    /// <summary>The oldest <paramref name="count"/> unconfirmed frames have arrived.</summary>
    public void Confirm(int count)
    {
        Discount(0, count);
        _unconfirmed -= count;
        _confirmed += count;
        Advance(count);
    }

    /// <summary>Everything up to and including message <paramref name="id"/> of <paramref name="sender"/> has arrived: its member acknowledged it.</summary>
    public void ConfirmThrough(ReadOnlySpan<byte> sender, uint id)
    {
        for (int i = 0; i < _unconfirmed; i++)
        {
            Frame frame = _slots[SlotOf(i)];
            if (frame.Id != id || frame.IsReceipt || !frame.Sender.SequenceEqual(sender))
                continue;
            Confirm(i + 1);
            return;
        }
    }

    /// <summary>Exactly the first <paramref name="number"/> handed frames have arrived; those behind wait again. Frames that waited and are before it have arrived as well.</summary>
    /// <returns>How many of those behind are no longer kept.</returns>
    public long Rewind(long number)
    {
        if (number >= Handed)
        {
            ConfirmWaiting(number);
            return 0;
        }
        long forgotten = Math.Max(0, _confirmed - number);
        Confirm((int)(Math.Max(number, _confirmed) - _confirmed));
        _waiting += _unconfirmed;
        _unconfirmed = 0;
        _confirmed = number;
        return forgotten;
    }

    private void Count(long bytes)
    {
        Bytes += bytes;
        groupBytes.Add(bytes);
    }

    /// <summary>Frames from a place on are not queued any more.</summary>
    private void Discount(int first, int count)
    {
        long bytes = 0;
        for (int i = 0; i < count; i++)
            bytes += QueuedBytes.Of(this[first + i]);
        Count(-bytes);
    }

    /// <summary>
    /// A connection that is behind the times, from a gateway that was cut off, may have rewound the queue meanwhile: what was handed before it and waits again has arrived, too.
    /// </summary>
    private void ConfirmWaiting(long number)
    {
        int waiting = (int)Math.Min(number - Handed, _waiting);
        Confirm(_unconfirmed);
        Discount(0, waiting);
        _waiting -= waiting;
        _confirmed += waiting;
        Advance(waiting);
    }

    private void Advance(int count)
    {
        for (int i = 0; i < count; i++)
            _slots[SlotOf(i)] = default;
        _start = _slots.Length == 0 ? 0 : SlotOf(count);
        if (_unconfirmed + _waiting == 0 && _slots.Length > KeptSlots)
            (_slots, _start) = ([], 0);
    }

    private void Resize(int capacity)
    {
        Frame[] slots = new Frame[capacity];
        for (int i = 0; i < _unconfirmed + _waiting; i++)
            slots[i] = _slots[SlotOf(i)];
        (_slots, _start) = (slots, 0);
    }

    private int SlotOf(int index)
    {
        int slot = _start + index;
        return slot < _slots.Length ? slot : slot - _slots.Length;
    }
}
