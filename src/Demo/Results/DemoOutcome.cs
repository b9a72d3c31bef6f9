using MGen.Analysis.Results;
using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Messenger.Measurement;

namespace MGen.Demo.Results;

/// <summary>The results of a run that has ended.</summary>
internal sealed record DemoOutcome
{
    /// <summary>The identity of the run.</summary>
    public required DemoIdentity Identity { get; init; }

    /// <summary>The time from the start until all users were registered.</summary>
    public required TimeSpan StartTime { get; init; }

    /// <summary>How long users talked.</summary>
    public required TimeSpan TalkTime { get; init; }

    /// <summary>The time until everything had arrived and was closed.</summary>
    public required TimeSpan StopTime { get; init; }

    /// <summary>Whether a signal ended it early.</summary>
    public required bool WasInterrupted { get; init; }

    /// <summary>The analysis of all event logs of the run.</summary>
    public required AnalysisResult Analysis { get; init; }

    /// <summary>The users' counters.</summary>
    public required LedgerSnapshot Swarm { get; init; }

    /// <summary>Total pause time of the garbage collector, and the number of collections.</summary>
    public required (TimeSpan Paused, int Collections) Gc { get; init; }

    /// <summary>The directory of the logs.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>Lines of all event logs.</summary>
    public required (long Written, long Lost) LogLines { get; init; }

    /// <summary>Whether the programs wrote any diagnostics.</summary>
    public required bool HasDiagnostics { get; init; }

    /// <summary>The cluster; <c>null</c> if there is none.</summary>
    public ClusterState? Cluster { get; init; }

    /// <summary>The kills, in order.</summary>
    public IReadOnlyList<Kill> Kills { get; init; } = [];
}
