using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

/// <summary>One peer file: a simulated user without a server, and their conversations. Every default is resolved; immutable.</summary>
public sealed record PeerConfig : ConfiguredUser
{
    /// <summary>Where the user listens: what the file says, or the user's own address in the hosts file. No other user of the run listens there.</summary>
    public required HostPort Listen { get; init; }

    /// <summary>The conversations in the order of the file. May be empty.</summary>
    public required IReadOnlyList<PeerConversationConfig> Conversations { get; init; }
}
