using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

/// <summary>
/// The configuration of a simulated user without a server, and of their conversations. All defaults are resolved;
/// immutable.
/// </summary>
public sealed record PeerConfig : ConfiguredUser
{
    /// <summary>
    /// The address on which the user listens: from the file, or else the user's own address in the hosts file. Unique
    /// within the run.
    /// </summary>
    public required HostPort Listen { get; init; }

    /// <summary>The conversations in the order of the file. May be empty.</summary>
    public required IReadOnlyList<PeerConversationConfig> Conversations { get; init; }
}
