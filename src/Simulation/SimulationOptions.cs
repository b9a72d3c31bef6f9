using MGen.Simulation.Latencies;

namespace MGen.Simulation;

/// <summary>How a population is simulated. The result depends on these and the population only: not on the threads, nor on the buffer's size.</summary>
public sealed record SimulationOptions
{
    /// <summary>The epoch of simulated worlds, 2000-01-01 UTC: where the Shadow simulator starts, and what analyses expect.</summary>
    public static readonly DateTimeOffset DefaultEpoch = DateTimeOffset.FromUnixTimeSeconds(946_684_800);

    /// <summary>Seed of all draws of users who have none of their own, and of all deliveries' latencies.</summary>
    public required ulong Seed { get; init; }

    /// <summary>For how long messages are made, above 0. Default 1 h.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after <see cref="Duration"/> what arrives is still handled and acknowledged, at least 0. Default 5 s, as a live client.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long frames take. Default: 50 ms each, a round trip of 100 ms.</summary>
    public LatencyModel Latency { get; init; } = LatencyModel.Constant(TimeSpan.FromMilliseconds(50));

    /// <summary>How many threads simulate, from 1 to 1,024. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Factor of the start stagger, at least 0. 1 (the default) is the original's, up to 10 s for each conversation; 0 is none.</summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>
    /// How long a conversation takes to connect and register once its stagger is over, at least 0. Default 0. Until then its own messages
    /// wait, and the group's messages pass it by.
    /// </summary>
    public TimeSpan ConnectTime { get; init; }

    /// <summary>The server's registration phase: nothing is relayed before its end. Default 0: at once.</summary>
    public TimeSpan RegistrationPhase { get; init; }

    /// <summary>How fast one attachment is transferred, in bytes per second, above 0. Default: infinitely fast.</summary>
    public double AttachmentBytesPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>The wall-clock time of the run's start in the event log; in a year from 1970 to 2261.</summary>
    public DateTimeOffset Epoch { get; init; } = DefaultEpoch;

    /// <summary>Whether the event log has the lines that the original's has not: send timing and completed attachments.</summary>
    public bool LogExtended { get; init; }

    /// <summary>Whether the event log has only the messages sent. Default: no.</summary>
    public bool LogSendsOnly { get; init; }

    /// <summary>A group that has sent so many messages is simulated no further; at least 1. Default: no limit.</summary>
    public long MostMessagesPerGroup { get; init; } = long.MaxValue;

    /// <summary>How many events of the log each thread keeps in memory, 48 bytes each, before it sorts them into a temporary file. At least 1. Default 1,000,000.</summary>
    public int BufferedEvents { get; init; } = 1_000_000;

    /// <summary>
    /// Whose events the log has; <c>null</c>: everybody's. Groups without any of them are not simulated. The log then has no
    /// <see cref="EventLog.EventKind.Idle"/>, and of other members of the groups only that they wait, what they send, and that they receive these users' messages. Statistics cover the groups that are simulated.
    /// </summary>
    public Func<string, bool>? Observed { get; init; }

    /// <summary>Where the log's temporary files go: an existing directory. Default: the system's.</summary>
    public string? TemporaryDirectory { get; init; }

    /// <summary>Says what is out of bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is.</exception>
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Epoch + Duration + Grace, new DateTimeOffset(2261, 12, 31, 0, 0, 0, TimeSpan.Zero));
    }
}
