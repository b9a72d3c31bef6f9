using MGen.Simulation.Latencies;

namespace MGen.Simulation;

/// <summary>
/// How a population is simulated. The result depends only on these options and the population; it does not depend on
/// the number of threads or the size of buffers.
/// </summary>
public sealed record SimulationOptions
{
    /// <summary>
    /// Start of simulated runs, 2000-01-01 UTC. The Shadow simulator has the same start, and analyses expect it.
    /// </summary>
    public static readonly DateTimeOffset DefaultEpoch = DateTimeOffset.FromUnixTimeSeconds(946_684_800);

    /// <summary>
    /// Seed of users who have no seed of their own: of all their draws, and of the latencies of frames from or to them.
    /// </summary>
    public required ulong Seed { get; init; }

    /// <summary>How long messages are sent, above 0. Default 1 h.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after <see cref="Duration"/> arriving frames are still handled and acknowledged, at least 0. Default 5
    /// s, as in a live client.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Latency of frames. Default 50 ms each, a round trip of 100 ms.</summary>
    public LatencyModel Latency { get; init; } = LatencyModel.Constant(TimeSpan.FromMilliseconds(50));

    /// <summary>Number of threads, from 1 to 1,024. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Factor of the start stagger, at least 0. Default 1: the original's, up to 10 s for each conversation; 0: none.
    /// </summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>
    /// How long a conversation takes to connect and register after its stagger, at least 0. Default 0. Until then the
    /// conversation's own messages wait, and it misses the group's messages.
    /// </summary>
    public TimeSpan ConnectTime { get; init; }

    /// <summary>
    /// Length of the server's registration phase, during which nothing is relayed. Default 0: the server relays
    /// immediately.
    /// </summary>
    public TimeSpan RegistrationPhase { get; init; }

    /// <summary>Transfer rate of one attachment, in bytes per second, above 0. Default: infinite.</summary>
    public double AttachmentBytesPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Wall-clock time of the start of the run in the event log: from 1970, with the end of the grace time at most at
    /// the start of 2261-12-31 UTC.
    /// </summary>
    public DateTimeOffset Epoch { get; init; } = DefaultEpoch;

    /// <summary>
    /// Whether the event log has lines that the original does not have: send timing and completed attachments.
    /// </summary>
    public bool LogExtended { get; init; }

    /// <summary>Whether the event log has only messages sent. Default: no.</summary>
    public bool LogSendsOnly { get; init; }

    /// <summary>
    /// Number of messages after which a group is not simulated further, at least 1. Default: no limit.
    /// </summary>
    public long MostMessagesPerGroup { get; init; } = long.MaxValue;

    /// <summary>
    /// Number of log events that each thread keeps in memory, 48 bytes each with their sort keys, before it sorts them
    /// into a temporary file. At least 1. Default 1,000,000.
    /// </summary>
    public int BufferedEvents { get; init; } = 1_000_000;

    /// <summary>
    /// The users whose events are logged; <c>null</c>: all. Groups without any of them are not simulated. Of the other
    /// members of simulated groups the log has only that they wait, what they send, and that they receive the observed
    /// users' messages. Statistics cover the simulated groups.
    /// </summary>
    public Func<string, bool>? Observed { get; init; }

    /// <summary>
    /// Parent directory of the log's temporary files, created if needed. Default: the system's, which must exist.
    /// </summary>
    public string? TemporaryDirectory { get; init; }

    /// <summary>Checks the bounds of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Grace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ConnectTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(RegistrationPhase, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(StaggerScale);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Threads, 1_024);
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferedEvents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MostMessagesPerGroup, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(AttachmentBytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epoch, DateTimeOffset.UnixEpoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            Epoch + Duration + Grace,
            new DateTimeOffset(2261, 12, 31, 0, 0, 0, TimeSpan.Zero)
        );
    }
}
