using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>The configuration of a simulated user, client or peer. All defaults are resolved; immutable.</summary>
public abstract record ConfiguredUser
{
    /// <summary>The file as it was named on the command line, or found by a glob.</summary>
    public required string File { get; init; }

    /// <summary>The user's name.</summary>
    public required Identifier User { get; init; }

    /// <summary>The SOCKS5 proxy of all the user's connections; <c>null</c> for direct connections.</summary>
    public HostPort? Socks { get; init; }

    /// <summary>The SOCKS credentials of the user's connections, by which a proxy separates them.</summary>
    public SocksIsolation SocksIsolation { get; init; } = SocksIsolation.Conversation;

    /// <summary>
    /// The seed of all the user's draws; <c>null</c> if the run supplies it (by option or from entropy).
    /// </summary>
    public ulong? Seed { get; init; }

    /// <summary>
    /// When a spell of activity ends; the same rule as in each <see cref="ConfiguredConversation.Model"/>.
    /// </summary>
    public ActiveTimeoutRule ActiveTimeout { get; init; } = ActiveTimeoutRule.Quiet;
}
