using MGen.Runs;

namespace MGen.Peer;

/// <summary>The arguments of the command line.</summary>
internal sealed record PeerArguments
{
    /// <summary>Path of the hosts file.</summary>
    public required string Hosts { get; init; }

    /// <summary>Configuration files and globs; at least one.</summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>The options that clients and peers share.</summary>
    public required RunArguments Run { get; init; }
}
