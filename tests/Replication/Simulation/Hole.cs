namespace MGen.Replication.Tests.Simulation;

/// <summary>A fault of an earlier implementation, put back by the simulated host, to show that the simulator finds it.</summary>
internal enum Hole
{
    /// <summary>None.</summary>
    None,

    /// <summary>Replicas refuse no message for its epoch: each sees it as its own.</summary>
    NoEpoch,

    /// <summary>Gateways refuse no answer and no delivery for its epoch.</summary>
    GatewaysIgnoreEpochs,

    /// <summary>The table takes every change, whatever epoch it expects: two claims that cross are both carried out.</summary>
    LastWriterWins,

    /// <summary>A silo that has a state, in sync or not, claims the partition of a dead primary.</summary>
    AnyCopyLeads,

    /// <summary>A primary counts inputs as acknowledged as soon as they are sent.</summary>
    AnswerBeforeAcknowledged,

    /// <summary>A primary counts inputs as acknowledged as soon as they are sent, and a backup takes inputs with a gap before them.</summary>
    AcceptGaps,

    /// <summary>A partition takes each post as the next one.</summary>
    AcceptAnyPost,

    /// <summary>A silo that leaves waits until it leads nothing, not until no row names it.</summary>
    LeaveTooEarly,

    /// <summary>A member that leaves is in nobody's list: others treat it as dead.</summary>
    LeavingIsDead,

    /// <summary>A silo is ready as soon as it is a member.</summary>
    ReadyTooEarly,

    /// <summary>A primary never goes on without a backup that the membership calls alive.</summary>
    WaitForSilentBackup,

    /// <summary>A backup that failed once is never tried again.</summary>
    BanForever,

    /// <summary>The table takes changes of a member that was declared dead and does not know it.</summary>
    DeadMemberChangesRows,

    /// <summary>A primary does not look whether its row is still there.</summary>
    IgnoreLostRow,

    /// <summary>Rows that are created anew begin at epoch 1, so an emptied table makes epochs occur twice.</summary>
    EpochsBeginAgain,

    /// <summary>What was put into a gateway's stream counts as taken.</summary>
    StreamCountsAsTaken,

    /// <summary>A turn that ends in the middle keeps what it has applied, and its post counts as applied.</summary>
    HalfApplied,

    /// <summary>A post that cannot be decoded is sent again and again.</summary>
    RetryMalformed,
}
