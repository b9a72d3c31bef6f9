namespace MGen.EventLog;

/// <summary>
/// How an <see cref="EventLogWriter"/> queues and writes. The defaults suit every program; tests and benchmarks change
/// them.
/// </summary>
public sealed record EventLogOptions
{
    /// <summary>
    /// Default of <see cref="QueueLimit"/>: two seconds of the fastest fan-out measured; about 80 MB when full.
    /// </summary>
    public const int DefaultQueueLimit = 1_048_576;

    /// <summary>Most events in the queue, at least 1. At the limit <see cref="WhenFull"/> decides.</summary>
    public int QueueLimit { get; init; } = DefaultQueueLimit;

    /// <summary>
    /// What happens to an event when the queue is full. Default: the logging thread waits, so that no measurement is
    /// lost.
    /// </summary>
    public FullQueue WhenFull { get; init; }

    /// <summary>
    /// How long the writer waits for more events after it has emptied the queue, before it sleeps. In this time at most
    /// one logging thread has to wake the writer (a system call), and no line stays unwritten for longer. Not negative.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Whether writes to the output never block, as with a file but not with a pipe. If so, a logging thread writes
    /// single lines itself, which saves waking the writing thread. Default: false, so that a stalled reader never
    /// blocks a logging thread.
    /// </summary>
    public bool OutputNeverWaits { get; init; }

    /// <summary>
    /// Receives a sentence when the output's reader stalls, when it resumes, and when the output fails; called on a
    /// pool thread, in order.
    /// </summary>
    public Action<string>? Tell { get; init; }

    /// <summary>
    /// Whether the writer's clock is real time. The output itself always works in real time. In virtual time a stall is
    /// reported only when the queue is full.
    /// </summary>
    public bool IsLive { get; init; } = true;

    /// <summary>
    /// Cancelled when the program is asked to stop. From then on, an output that accepts nothing for
    /// <see cref="StopLimit"/> is abandoned, so that a stalled reader does not keep a program from ending.
    /// </summary>
    public CancellationToken Stop { get; init; }

    /// <summary>How long a stopping writer waits for an output that accepts nothing. Positive.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>What happens to an event when the queue is full.</summary>
public enum FullQueue
{
    /// <summary>
    /// The logging thread waits for space: no event is lost, and the program stalls with its log's reader.
    /// </summary>
    Wait,

    /// <summary>
    /// The event is dropped and counted (<see cref="EventLogWriter.LinesLost"/>); the program continues.
    /// </summary>
    Drop,
}
