using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Messenger.Measurement;

namespace MGen.Demo.Results;

/// <summary>What a run that ended knows of itself.</summary>
internal sealed record DemoOutcome
{
    /// <summary>Which run it was.</summary>
    public required DemoIdentity Identity { get; init; }

    /// <summary>From the start until everybody was registered.</summary>
    public required TimeSpan StartTime { get; init; }

    /// <summary>How long users talked.</summary>
    public required TimeSpan TalkTime { get; init; }

    /// <summary>How long it took until everything had arrived and all was closed.</summary>
    public required TimeSpan StopTime { get; init; }

    /// <summary>Whether a signal ended it early.</summary>
    public required bool WasInterrupted { get; init; }

    /// <summary>What became of the messages.</summary>
    public required FateCounts Fates { get; init; }

    /// <summary>What is lost, and how far it came.</summary>
    public required IReadOnlyDictionary<LossReason, long> Losses { get; init; }

    /// <summary>What the users' connections did.</summary>
    public required LedgerSnapshot Swarm { get; init; }

    /// <summary>Pauses of the garbage collector in all, and how many collections there were.</summary>
    public required (TimeSpan Paused, int Collections) Gc { get; init; }

    /// <summary>Where the logs are.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>Lines of all event logs.</summary>
    public required (long Written, long Lost) LogLines { get; init; }

    /// <summary>Whether the programs had something to tell to people.</summary>
    public required bool HasDiagnostics { get; init; }

    /// <summary>The cluster that carried the messages; <c>null</c>: none did.</summary>
    public ClusterState? Cluster { get; init; }

    /// <summary>What was killed of it, in order.</summary>
    public IReadOnlyList<Kill> Kills { get; init; } = [];
}
