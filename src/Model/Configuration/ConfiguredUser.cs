using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>What the file of a simulated user says, be it a client or a peer. Every default is resolved; immutable.</summary>
public abstract record ConfiguredUser
{
    /// <summary>The file as it was named on the command line, or found by a glob.</summary>
    public required string File { get; init; }

    /// <summary>The user's name.</summary>
    public required Identifier User { get; init; }

    /// <summary>The SOCKS5 proxy of all the user's connections; <c>null</c> connects directly.</summary>
    public HostPort? Socks { get; init; }

    /// <summary>What the proxy is told of whose connection it is.</summary>
    public SocksIsolation SocksIsolation { get; init; } = SocksIsolation.Conversation;

    /// <summary>Seed of all the user's draws; <c>null</c> leaves it to the run (its flag, or entropy).</summary>
    public ulong? Seed { get; init; }

    /// <summary>When an active spell ends; the same rule is in each <see cref="ConfiguredConversation.Model"/>.</summary>
    public ActiveTimeoutRule ActiveTimeout { get; init; } = ActiveTimeoutRule.Quiet;
}
