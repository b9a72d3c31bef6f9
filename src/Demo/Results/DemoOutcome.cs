using MGen.Cli;
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

    /// <summary>The fates of the messages.</summary>
    public required MessageFates Fates { get; init; }

    /// <summary>The counts of the users' connections.</summary>
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

/// <summary>Whether a run can be trusted. The summary has these names in lower case.</summary>
internal enum Verdict
{
    /// <summary>Everything arrived, and was sent on time.</summary>
    Ok = ExitCode.Ok,

    /// <summary>Something was lost, or arrived without having been sent.</summary>
    Lossy = ExitCode.CheckFailed,

    /// <summary>Everything arrived, but messages were created late: the machine was too slow.</summary>
    Doubtful = ExitCode.Doubtful,

    /// <summary>A signal ended it early.</summary>
    Interrupted = ExitCode.Interrupted,
}
