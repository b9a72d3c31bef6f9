using MGen.Wire;

namespace MGen.Gateway;

/// <summary>The addresses, limits and times of a gateway.</summary>
public sealed record GatewaySettings
{
    /// <summary>The address at which clients connect. Default 127.0.0.1:6397, as in the original.</summary>
    public HostPort Listen { get; init; } = new("127.0.0.1", 6397);

    /// <summary>
    /// How long, after the port is open, members only register and nothing is relayed. Default 0: relay immediately.
    /// </summary>
    public TimeSpan RegistrationPhase { get; init; } = TimeSpan.Zero;

    /// <summary>Whether an unknown user may register after the registration phase. Default true.</summary>
    public bool AcceptLateRegistration { get; init; } = true;

    /// <summary>
    /// Whether header and body leave in two TLS records and packets, as in the original. Default false: one record and
    /// packet per message.
    /// </summary>
    public bool SplitRecords { get; init; }

    /// <summary>
    /// Longest time from TCP's accept to the end of the handshake. Default 60 s, so that a circuit of Tor may stall
    /// once.
    /// </summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a connection waits for a silo to accept its join. Then it ends with
    /// <see cref="EndReason.GroupUnavailable"/>, and the client connects again. Default 30 s: longer than a partition
    /// needs to find a new primary.
    /// </summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a client without resumption that has several connections may take to acknowledge the first message
    /// that is written to one of them. Then the connection ends with <see cref="EndReason.NotRead"/>, and another one
    /// is written to. Each such end doubles the time, up to 16 times its first value. Default 2 s.
    /// </summary>
    public TimeSpan ReceiptPatience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest time of each stage of a stop. Default 5 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Most open connections, including those whose handshake is in progress. Further ones, and those that would take
    /// the process's last descriptors, are closed when they are accepted. Default 1,000,000: more than one machine's
    /// ports and memory allow.
    /// </summary>
    public int MaxConnections { get; init; } = 1_000_000;

    /// <summary>
    /// Connections that the kernel may hold before they are accepted. Default 4096, as in the original.
    /// </summary>
    public int Backlog { get; init; } = 4096;

    /// <summary>
    /// Most frames in the outbox of a connection; the group queues further ones. Default 256.
    /// </summary>
    public int OutboxFrames { get; init; } = 256;

    /// <summary>
    /// With this many entries waiting for one group (in a cluster: for one partition), its connections are not read.
    /// Default 4,096.
    /// </summary>
    public int MaxPendingEntries { get; init; } = 4_096;

    /// <summary>
    /// How many connections per second one user of one group may make in the long run; the joins of further ones are
    /// delayed. The same number limits the invalid handshakes of one address. Default 5, which is more than a client
    /// makes that waits between attempts; at least 1.
    /// </summary>
    public int ConnectionsPerSecond { get; init; } = 5;

    /// <summary>
    /// How many connections of one user and group join immediately before <see cref="ConnectionsPerSecond"/> limits
    /// them. Default 25: an unstable network for 5 s; at least 1.
    /// </summary>
    public int ConnectionBurst { get; init; } = 25;
}
