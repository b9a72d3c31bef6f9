namespace MGen.EventLog;

/// <summary>How an <see cref="EventLogWriter"/> queues and writes. The defaults fit every program; tests and benchmarks differ.</summary>
public sealed record EventLogOptions
{
    /// <summary>Default of <see cref="QueueLimit"/>: two seconds of the fastest fan-out we measured, about 80 MB if ever reached.</summary>
    public const int DefaultQueueLimit = 1_048_576;

    /// <summary>Most events that wait to be written, at least 1. At the limit whoever logs waits: a measurement is never dropped.</summary>
    public int QueueLimit { get; init; } = DefaultQueueLimit;

    /// <summary>
    /// How long the writer gathers after it has run dry, before it goes to sleep until it is woken. Bounds the wake-ups (one system call
    /// of whoever logs) to one per this time, and the age of an unwritten line to this time. Not negative.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(20);
}
