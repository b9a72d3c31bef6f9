using MGen.Runs;
using MGen.Transport;

namespace MGen.Client;

/// <summary>The arguments of the command line.</summary>
internal sealed record ClientArguments
{
    /// <summary>Configuration files and globs; at least one.</summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>The options that clients and peers share.</summary>
    public required RunArguments Run { get; init; }

    /// <summary>Factor of the start stagger (the wait of up to 10 s before a conversation connects).</summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>The implementation of TLS.</summary>
    public TlsEngineKind Engine { get; init; } = TlsEngineKind.Auto;
}
