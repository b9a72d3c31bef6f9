namespace MGen.Messenger.Conversations;

/// <summary>
/// When the latest messages of a conversation were sent, and which of them have a receipt. A ring that grows up to
/// <see cref="Capacity"/> messages; a receipt for an older message is neither timed nor counted as that message's first
/// receipt. Not thread-safe.
/// </summary>
internal sealed class SentMessages
{
    /// <summary>How many messages are remembered, 8 bytes each.</summary>
    public const int Capacity = 256;

    private const int FirstCapacity = 4;
    private const long AcknowledgedBit = 1; // the lowest bit of an entry; the other 63 are the time in ticks

    private long[] _madeAt = [];
    private uint _end;
    private uint _count;

    /// <summary>Records a sent message.</summary>
    /// <param name="id">The message's number: one more than the last one's.</param>
    /// <param name="now">The time.</param>
    public void Add(uint id, TimeSpan now)
    {
        if (_count == _madeAt.Length)
            MakeRoom();
        Slot(id) = now.Ticks << 1;
        _end = unchecked(id + 1);
        _count++;
    }

    /// <summary>Records a receipt.</summary>
    /// <param name="id">The number of the acknowledged message.</param>
    /// <param name="now">The time.</param>
    /// <param name="isFirst">Whether it is the first receipt for that message.</param>
    /// <returns>
    /// The time since the message was sent; <c>null</c> if the message is too old to be remembered, or was never sent.
    /// </returns>
    public TimeSpan? Acknowledge(uint id, TimeSpan now, out bool isFirst)
    {
        isFirst = false;
        uint age = unchecked(_end - id); // numbers wrap after 2^32 messages
        if (age == 0 || age > _count)
            return null;
        ref long slot = ref Slot(id);
        isFirst = (slot & AcknowledgedBit) == 0;
        // Time and flag share one number: a struct of both would take twice the memory.
        slot |= AcknowledgedBit;
        return now - new TimeSpan(slot >> 1);
    }

    /// <summary>
    /// Whether this run has not yet sent a message with this number. A receipt for such a message belongs to an earlier
    /// run.
    /// </summary>
    public bool IsUnsent(uint id) => unchecked((int)(id - _end)) >= 0;

    private ref long Slot(uint id) => ref _madeAt[id % (uint)_madeAt.Length];

    /// <summary>Doubles the ring, or at its limit removes the oldest message.</summary>
    private void MakeRoom()
    {
        if (_madeAt.Length == Capacity)
        {
            _count--;
            return;
        }
        long[] larger = new long[Math.Max(FirstCapacity, _madeAt.Length * 2)];
        for (uint id = unchecked(_end - _count); id != _end; id = unchecked(id + 1))
            larger[id % (uint)larger.Length] = Slot(id);
        _madeAt = larger;
    }
}
