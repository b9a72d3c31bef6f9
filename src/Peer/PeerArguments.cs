using MGen.Runs;

namespace MGen.Peer;

/// <summary>What the command line asks for.</summary>
internal sealed record PeerArguments
{
    /// <summary>Path of the hosts file.</summary>
    public required string Hosts { get; init; }

    /// <summary>Configuration files and globs; at least one.</summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>How to run.</summary>
    public required RunArguments Run { get; init; }
}
