namespace MGen.Messenger.Conversations;

/// <summary>
/// When a conversation's latest messages were made, and which of them got a receipt. Grows with need to
/// <see cref="Capacity"/> messages; older ones are forgotten: receipts for them are neither timed nor do they
/// acknowledge. Not thread-safe.
/// </summary>
internal sealed class SentMessages
{
    /// <summary>How many messages are remembered, 8 bytes each.</summary>
    public const int Capacity = 256;

    private const int FirstCapacity = 4;
    private const long AcknowledgedBit = 1;

    private long[] _madeAt = [];
    private uint _end;
    private uint _count;

    /// <summary>A message was made.</summary>
    /// <param name="id">Its number: one more than the last one's.</param>
    /// <param name="now">The time.</param>
    public void Add(uint id, TimeSpan now)
    {
        if (_count == _madeAt.Length)
            MakeRoom();
        Slot(id) = now.Ticks << 1;
        _end = unchecked(id + 1);
        _count++;
    }

    /// <summary>A receipt came.</summary>
    /// <param name="id">For which message.</param>
    /// <param name="now">The time.</param>
    /// <param name="isFirst">Whether it is the first for that message.</param>
    /// <returns>How long ago the message was made; <c>null</c> if it is not remembered.</returns>
    public TimeSpan? Acknowledge(uint id, TimeSpan now, out bool isFirst)
    {
        isFirst = false;
        uint age = unchecked(_end - id);
        if (age == 0 || age > _count)
            return null;
        ref long slot = ref Slot(id);
        isFirst = (slot & AcknowledgedBit) == 0;
        slot |= AcknowledgedBit;
        return now - new TimeSpan(slot >> 1);
    }

    /// <summary>
    /// Whether no message with this number was made yet: a receipt for it is for a message of an earlier run.
    /// </summary>
    public bool IsUnsent(uint id) => unchecked((int)(id - _end)) >= 0;

    private ref long Slot(uint id) => ref _madeAt[id % (uint)_madeAt.Length];

    /// <summary>Doubles the ring, or at its limit forgets the oldest message.</summary>
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
