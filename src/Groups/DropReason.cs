namespace MGen.Groups;

/// <summary>Why an accepted frame will not arrive. The names appear in the event log and as metric tags.</summary>
public enum DropReason
{
    /// <summary>
    /// Too much was queued for the member: <see cref="GroupLimits.MaxWaitingFrames"/> or
    /// <see cref="GroupLimits.MaxMemberBytes"/>.
    /// </summary>
    QueueFull,

    /// <summary>
    /// Too much was queued in the group, and this member's queue was one of the longest:
    /// <see cref="GroupLimits.MaxGroupBytes"/>.
    /// </summary>
    GroupQueueFull,

    /// <summary>
    /// Too much was queued in all groups, and this group was one of the largest: <see cref="GroupLimits.MaxBytes"/>.
    /// </summary>
    ServerQueueFull,

    /// <summary>
    /// The frame counted as arrived, so it is not kept, and then the client or its gateway reported that it did not
    /// arrive; see <see cref="GroupLimits.MaxUnconfirmedFrames"/>.
    /// </summary>
    Forgotten,

    /// <summary>A receipt names a user who is not registered in the group.</summary>
    UnknownRecipient,
}
