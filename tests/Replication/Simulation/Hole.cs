namespace MGen.Replication.Tests.Simulation;

/// <summary>A fault of an earlier implementation, put back by the simulated host, to show that the simulator finds it.</summary>
internal enum Hole
{
    /// <summary>None.</summary>
    None,

    /// <summary>No message is refused for its epoch: replicas and gateways see every epoch as their own.</summary>
    NoEpoch,

    /// <summary>The table takes every change, whatever epoch it expects.</summary>
    LastWriterWins,

    /// <summary>Whoever has a copy reads a row that names it in sync.</summary>
    AnyCopyLeads,

    /// <summary>A primary counts inputs as acknowledged as soon as they are sent.</summary>
    AnswerBeforeAcknowledged,

    /// <summary>A backup takes inputs with a gap before them.</summary>
    AcceptGaps,

    /// <summary>A partition takes each post as the next one.</summary>
    AcceptAnyPost,

    /// <summary>A silo that leaves waits until it leads nothing, not until no row names it.</summary>
    LeaveTooEarly,

    /// <summary>A member that leaves is in nobody's list: others treat it as dead.</summary>
    LeavingIsDead,

    /// <summary>A primary never goes on without a backup that the membership calls alive.</summary>
    WaitForSilentBackup,

    /// <summary>A primary does not look whether its row is still there.</summary>
    IgnoreLostRow,

    /// <summary>What was put into a gateway's stream counts as taken.</summary>
    StreamCountsAsTaken,
}
