namespace MGen.Demo.Accounting;

/// <summary>A message that is not with everybody yet. A member is a bit, by its place in the group.</summary>
/// <param name="sentAt">Timestamp of the clock when it was made.</param>
/// <param name="members">All members but the sender.</param>
internal sealed class OpenMessage(long sentAt, uint members)
{
    private uint _unacknowledged = members;

    /// <summary>Timestamp of the clock when it was made.</summary>
    public long SentAt { get; } = sentAt;

    /// <summary>Who does not have it.</summary>
    public uint Undelivered { get; private set; } = members;

    /// <summary>Whose receipt the sender does not have, of those who have the message.</summary>
    public uint Unacknowledged => _unacknowledged & ~Undelivered;

    /// <summary>Whether everybody has it and the sender knows.</summary>
    public bool IsSettled => _unacknowledged == 0;

    /// <summary>A member handled it; <c>false</c> if that is not the first time.</summary>
    public bool TryDeliver(int member)
    {
        bool isFirst = (Undelivered & (1u << member)) != 0;
        Undelivered &= ~(1u << member);
        return isFirst;
    }

    /// <summary>A member's receipt arrived; <c>false</c> if the member does not have the message, or it is not the first receipt.</summary>
    public bool TryAcknowledge(int member)
    {
        bool isFirst = (Unacknowledged & (1u << member)) != 0;
        _unacknowledged &= ~(isFirst ? 1u << member : 0);
        return isFirst;
    }
}
