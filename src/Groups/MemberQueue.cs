using MGen.Wire;

namespace MGen.Groups;

/// <summary>
/// The frames of one member, oldest first: first the unconfirmed ones, which were handed to a connection and may not
/// have arrived, then those that wait. Handed frames are numbered from 0 for as long as the member exists, so that both
/// ends of a connection can state how many have arrived.
/// </summary>
/// <param name="groupBytes">Counts the bytes queued in the member's group.</param>
internal sealed class MemberQueue(QueuedBytes groupBytes)
{
    private FrameRing _frames = new();
    private int _unconfirmed;
    private long _confirmed; // how many frames are confirmed; also the number of the oldest unconfirmed frame

    /// <summary>Bytes of all frames in the queue, counted as for <see cref="GroupLimits.MaxMemberBytes"/>.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many frames wait for a connection.</summary>
    public int Waiting => _frames.Count - _unconfirmed;

    /// <summary>How many handed frames are kept because they may have to be retransmitted.</summary>
    public int Unconfirmed => _unconfirmed;

    /// <summary>How many frames were handed to connections so far; also the number of the next one.</summary>
    public long Handed => _confirmed + _unconfirmed;

    /// <summary>The frame at an index, from the oldest: first the unconfirmed ones, then those that wait.</summary>
    public Frame this[int index] => _frames[index];

    /// <summary>Fills an empty queue with the frames of a snapshot.</summary>
    /// <param name="handed">How many frames were handed to connections so far.</param>
    /// <param name="unconfirmed">How many of <paramref name="frames"/> are unconfirmed; the others wait.</param>
    /// <param name="frames">Oldest first.</param>
    public void Restore(long handed, int unconfirmed, Frame[] frames)
    {
        _unconfirmed = unconfirmed;
        _confirmed = handed - unconfirmed;
        foreach (Frame frame in frames)
            Append(frame);
    }

    /// <summary>Adds a frame at the end.</summary>
    public void Append(Frame frame)
    {
        _frames.Append(frame);
        Count(QueuedBytes.SizeOf(frame));
    }

    /// <summary>The frame that has waited longest. Call this only if one waits.</summary>
    public Frame Next => _frames[_unconfirmed];

    /// <summary>Notes that the frame that has waited longest was handed to a connection.</summary>
    public void MarkHanded() => _unconfirmed++;

    /// <summary>
    /// Drops the frames that have waited longest. This takes time proportional to the number of unconfirmed frames,
    /// which are moved; but drops are rare.
    /// </summary>
    public void DropWaiting(int count = 1)
    {
        Discount(_unconfirmed, count);
        // From the newest on, so that a frame overwrites only dropped frames and those that have already moved.
        for (int i = _unconfirmed - 1; i >= 0; i--)
            _frames[i + count] = _frames[i];
        _frames.RemoveFirst(count);
    }

    /// <summary>
    /// Drops the frames that have waited longest, until at most <paramref name="bytes"/> are queued or none waits.
    /// </summary>
    /// <returns>How many were dropped.</returns>
    public int DropWaitingTo(long bytes)
    {
        int dropped = 0;
        for (long left = Bytes; left > bytes && dropped < Waiting; dropped++)
            left -= QueuedBytes.SizeOf(this[_unconfirmed + dropped]);
        if (dropped > 0)
            DropWaiting(dropped);
        return dropped;
    }

    /// <summary>Drops the oldest <paramref name="count"/> unconfirmed frames: they have arrived.</summary>
    public void Confirm(int count)
    {
        Discount(0, count);
        _unconfirmed -= count;
        _confirmed += count;
        _frames.RemoveFirst(count);
    }

    /// <summary>
    /// Confirms everything up to and including message <paramref name="id"/> of <paramref name="sender"/>: the member
    /// has returned the receipt for it.
    /// </summary>
    public void ConfirmThrough(ReadOnlySpan<byte> sender, uint id)
    {
        for (int i = 0; i < _unconfirmed; i++)
        {
            Frame frame = _frames[i];
            if (frame.Id != id || frame.IsReceipt || !frame.Sender.SequenceEqual(sender))
                continue;
            Confirm(i + 1);
            return;
        }
    }

    /// <summary>
    /// Sets how many of the handed frames have arrived; the later ones wait again. If <paramref name="number"/> is
    /// larger than <see cref="Handed"/>, the waiting frames before it have arrived, too.
    /// </summary>
    /// <param name="number">How many frames have arrived.</param>
    /// <returns>How many frames that did not arrive are no longer kept.</returns>
    public long Rewind(long number)
    {
        // The number can be larger than Handed, although it counts handed frames; see ConfirmWaiting.
        if (number >= Handed)
        {
            ConfirmWaiting(number);
            return 0;
        }
        long forgotten = Math.Max(0, _confirmed - number);
        Confirm((int)(Math.Max(number, _confirmed) - _confirmed));
        _unconfirmed = 0;
        // If the number is lower than before, frames are lost, and both ends continue from the client's count.
        _confirmed = number;
        return forgotten;
    }

    private void Count(long bytes)
    {
        Bytes += bytes;
        groupBytes.Add(bytes);
    }

    /// <summary>Subtracts the bytes of frames that leave the queue.</summary>
    private void Discount(int first, int count)
    {
        long bytes = 0;
        for (int i = 0; i < count; i++)
            bytes += QueuedBytes.SizeOf(this[first + i]);
        Count(-bytes);
    }

    /// <summary>
    /// Confirms waiting frames before <paramref name="number"/>. They wait although they have arrived, if they were
    /// handed to a connection and then a gateway that had been cut off rewound the queue with an outdated count.
    /// </summary>
    private void ConfirmWaiting(long number)
    {
        _unconfirmed += (int)Math.Min(number - Handed, Waiting);
        Confirm(_unconfirmed);
    }
}
