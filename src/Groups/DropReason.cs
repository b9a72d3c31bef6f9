namespace MGen.Groups;

/// <summary>Why a frame that was accepted will not arrive. The names appear in the log and as metric tags.</summary>
public enum DropReason
{
    /// <summary>Too much waited for the member: <see cref="GroupLimits.MaxWaitingFrames"/>, <see cref="GroupLimits.MaxMemberBytes"/>.</summary>
    QueueFull,

    /// <summary>Too much was queued in the group, and most of it for this member: <see cref="GroupLimits.MaxGroupBytes"/>.</summary>
    GroupQueueFull,

    /// <summary>Too much was queued in all groups, and this one had most: <see cref="GroupLimits.MaxBytes"/>.</summary>
    ServerQueueFull,

    /// <summary>The member says that it did not arrive, and it is no longer kept: <see cref="GroupLimits.MaxUnconfirmedFrames"/>.</summary>
    Forgotten,

    /// <summary>A receipt names a user who is not registered in the group.</summary>
    UnknownRecipient,
}
