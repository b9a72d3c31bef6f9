namespace MGen.EventLog;

/// <summary>How an <see cref="EventLogWriter"/> queues and writes. The defaults fit every program; tests and benchmarks differ.</summary>
public sealed record EventLogOptions
{
    /// <summary>Default of <see cref="QueueLimit"/>: two seconds of the fastest fan-out we measured, about 80 MB if ever reached.</summary>
    public const int DefaultQueueLimit = 1_048_576;

    /// <summary>Most events that wait to be written, at least 1. At the limit <see cref="WhenFull"/> decides.</summary>
    public int QueueLimit { get; init; } = DefaultQueueLimit;

    /// <summary>What happens to an event when <see cref="QueueLimit"/> events wait. Default: whoever logs waits, so that no measurement is lost.</summary>
    public FullQueue WhenFull { get; init; }

    /// <summary>
    /// How long the writer gathers after it has run dry, before it goes to sleep until it is woken. Bounds the wake-ups (one system call
    /// of whoever logs) to one per this time, and the age of an unwritten line to this time. Not negative.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Whether the output takes bytes at once, as a file does and a pipe does not. Then whoever logs writes single lines itself, which saves waking the writing
    /// thread. Default: no, so that a reader that stands still never holds up whoever logs.
    /// </summary>
    public bool OutputNeverWaits { get; init; }

    /// <summary>Gets a sentence when the output's reader stands still, when it goes on, and when the output fails; on a thread of the pool, in order.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>Whether the writer's clock shows the time in which the output works. In virtual time only a full queue is told.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>
    /// The program is asked to stop. From then on, an output that takes nothing for <see cref="StopLimit"/> is given up: a reader that stands still
    /// does not keep a program from its end.
    /// </summary>
    public CancellationToken Stop { get; init; }

    /// <summary>How long a stopping writer waits for an output that takes nothing. Positive.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>What happens to an event when the queue is full.</summary>
public enum FullQueue
{
    /// <summary>Whoever logs waits until there is room: nothing is lost, and the program stands still with its log's reader.</summary>
    Wait,

    /// <summary>The event is dropped and counted (<see cref="EventLogWriter.LinesLost"/>): the program goes on.</summary>
    Drop,
}
