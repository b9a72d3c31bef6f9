using MGen.Model.Sharding;
using MGen.Transport;

namespace MGen.Client;

/// <summary>What the command line asks for.</summary>
internal sealed record ClientArguments
{
    /// <summary>Configuration files and globs; at least one.</summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>The run's seed; <c>null</c>: drawn from entropy.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Which part of the users this process runs.</summary>
    public UserShard Shard { get; init; } = UserShard.Whole;

    /// <summary>How long to run; <c>null</c>: until a signal.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Only look whether the configuration is valid.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>No start lines, no progress, no summary.</summary>
    public bool Quiet { get; init; }

    /// <summary>Log lines that the original does not have.</summary>
    public bool LogExtended { get; init; }

    /// <summary>Factor of the start stagger.</summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>What carries TLS.</summary>
    public TlsEngineKind Engine { get; init; } = TlsEngineKind.Auto;
}
