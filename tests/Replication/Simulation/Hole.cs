namespace MGen.Replication.Tests.Simulation;

/// <summary>
/// A fault of an earlier implementation, which the simulated host restores to show that the simulator finds it.
/// </summary>
internal enum Hole
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>Replicas refuse no message because of its epoch.</summary>
    NoEpoch,

    /// <summary>Gateways refuse no response and no delivery because of its epoch.</summary>
    GatewaysIgnoreEpochs,

    /// <summary>
    /// The table applies every change without comparing epochs, also both of two concurrent claims.
    /// </summary>
    LastWriterWins,

    /// <summary>A silo with a state, in sync or not, claims the partition of a dead primary.</summary>
    AnyCopyLeads,

    /// <summary>A primary counts inputs as acknowledged as soon as they are sent.</summary>
    AnswerBeforeAcknowledged,

    /// <summary>
    /// A primary counts inputs as acknowledged as soon as they are sent, and a backup applies inputs after a gap.
    /// </summary>
    AcceptGaps,

    /// <summary>A partition treats each post as the next one.</summary>
    AcceptAnyPost,

    /// <summary>A silo that leaves waits until it leads nothing, not until no row names it.</summary>
    LeaveTooEarly,

    /// <summary>The other members treat one that leaves as dead.</summary>
    LeavingIsDead,

    /// <summary>A silo is ready as soon as it is a member.</summary>
    ReadyTooEarly,

    /// <summary>A primary never continues without a backup that the membership calls alive.</summary>
    WaitForSilentBackup,

    /// <summary>A backup that failed once is never tried again.</summary>
    BanForever,

    /// <summary>The table carries out changes of a member that was declared dead and does not know it.</summary>
    DeadMemberChangesRows,

    /// <summary>A primary does not check that its row is still in the table.</summary>
    IgnoreLostRow,

    /// <summary>New rows begin at epoch 1, so epochs occur twice after the table is emptied.</summary>
    EpochsBeginAgain,

    /// <summary>Items in a gateway's stream count as acknowledged.</summary>
    StreamCountsAsTaken,

    /// <summary>
    /// A commit that is interrupted keeps the entries applied so far, and its post counts as applied.
    /// </summary>
    HalfApplied,

    /// <summary>A post that cannot be decoded is retransmitted forever.</summary>
    RetryMalformed,
}
