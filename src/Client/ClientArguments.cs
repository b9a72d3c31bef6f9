using MGen.Runs;
using MGen.Transport;

namespace MGen.Client;

/// <summary>What the command line asks for.</summary>
internal sealed record ClientArguments
{
    /// <summary>Configuration files and globs; at least one.</summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>How to run.</summary>
    public required RunArguments Run { get; init; }

    /// <summary>Factor of the start stagger.</summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>What carries TLS.</summary>
    public TlsEngineKind Engine { get; init; } = TlsEngineKind.Auto;
}
