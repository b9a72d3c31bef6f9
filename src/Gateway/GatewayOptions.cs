using MGen.Wire;

namespace MGen.Gateway;

/// <summary>How a gateway runs.</summary>
public sealed record GatewayOptions
{
    /// <summary>Where clients connect. Default 127.0.0.1:6397, as the original's.</summary>
    public HostPort Listen { get; init; } = new("127.0.0.1", 6397);

    /// <summary>For how long after the port listens members only register and nothing is relayed. Default 0: relay at once.</summary>
    public TimeSpan RegistrationPhase { get; init; } = TimeSpan.Zero;

    /// <summary>Whether a user who is first seen after the registration phase becomes a member. Default true.</summary>
    public bool AcceptLateRegistration { get; init; } = true;

    /// <summary>Whether header and body leave as two TLS records in two packets, as the original's library makes them. Default false: one of each per message.</summary>
    public bool SplitRecords { get; init; }

    /// <summary>Longest time from TCP's accept to the end of the handshake. Default 60 s: enough for a circuit through Tor to stall once.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a connection may wait for a silo to accept its join; then it ends with <see cref="EndReason.GroupUnavailable"/>, and the client connects again.
    /// Default 30 s: above the longest time that a partition of a cluster needs to find a new primary.
    /// </summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time to let clients go when the gateway stops. Default 5 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most connections at a time; further ones, and those that would take the process's last descriptors, are closed when they are accepted. Default 1,000,000: above what one machine's ports and memory carry.</summary>
    public int MaxConnections { get; init; } = 1_000_000;

    /// <summary>Connections the kernel may hold before they are accepted. Default 4096, as the original's.</summary>
    public int Backlog { get; init; } = 4096;

    /// <summary>Most frames between a group and one connection's socket; above it they wait in the group. Default 256.</summary>
    public int OutboxFrames { get; init; } = 256;

    /// <summary>Most entries that wait for one group; above it the connections of that group are not read. Default 4,096.</summary>
    public int MaxPendingEntries { get; init; } = 4_096;

    /// <summary>
    /// How often one user of one group may connect, per second in the long run; more often, and its connections wait before they join. Default 5: above
    /// what clients do that wait between attempts; from 1.
    /// </summary>
    public int ConnectionsPerSecond { get; init; } = 5;

    /// <summary>How many connections of one user and group join at once before <see cref="ConnectionsPerSecond"/> counts. Default 25: a bad link for five seconds; from 1.</summary>
    public int ConnectionBurst { get; init; } = 25;
}
