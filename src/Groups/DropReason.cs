namespace MGen.Groups;

/// <summary>Why a frame that was accepted will not arrive. The names appear in the log and as metric tags.</summary>
public enum DropReason
{
    /// <summary>Too many frames waited for the member: <see cref="GroupLimits.MaxWaitingFrames"/>.</summary>
    QueueFull,

    /// <summary>The member says that it did not arrive, and it is no longer kept: <see cref="GroupLimits.MaxUnconfirmedFrames"/>.</summary>
    Forgotten,

    /// <summary>A receipt names a user who is not registered in the group.</summary>
    UnknownRecipient,
}
