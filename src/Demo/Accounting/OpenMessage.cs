namespace MGen.Demo.Accounting;

/// <summary>A message with outstanding deliveries or receipts. A member is a bit, by its index in the group.</summary>
/// <param name="sentAt">Timestamp of the message's creation.</param>
/// <param name="members">All members but the sender.</param>
internal sealed class OpenMessage(long sentAt, uint members)
{
    private uint _unacknowledged = members;

    /// <summary>Timestamp of the message's creation.</summary>
    public long SentAt { get; } = sentAt;

    /// <summary>The members whose delivery is outstanding.</summary>
    public uint Undelivered { get; private set; } = members;

    /// <summary>The members with a delivery whose receipt is outstanding.</summary>
    public uint Unacknowledged => _unacknowledged & ~Undelivered;

    /// <summary>Whether all members have it and the sender has all receipts.</summary>
    public bool IsSettled => _unacknowledged == 0;

    /// <summary>Notes a delivery; <c>false</c> if it is not the first one to this member.</summary>
    public bool TryDeliver(int member)
    {
        bool isFirst = (Undelivered & (1u << member)) != 0;
        Undelivered &= ~(1u << member);
        return isFirst;
    }

    /// <summary>
    /// Notes a receipt; <c>false</c> if the member does not have the message, or it is not the first receipt.
    /// </summary>
    public bool TryAcknowledge(int member)
    {
        bool isFirst = (Unacknowledged & (1u << member)) != 0;
        _unacknowledged &= ~(isFirst ? 1u << member : 0);
        return isFirst;
    }
}
