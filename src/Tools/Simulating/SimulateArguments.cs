using MGen.Export;

namespace MGen.Tools.Simulating;

/// <summary>The values of the options and arguments of <c>simulate</c>.</summary>
internal sealed record SimulateArguments
{
    /// <summary>
    /// Configuration files, globs, and directories of generated experiments; empty if a population is drawn.
    /// </summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>
    /// The hosts file of peers; <c>null</c>: the configurations are of clients, or in a directory that contains a hosts
    /// file.
    /// </summary>
    public string? Hosts { get; init; }

    /// <summary>The run's seed; <c>null</c>: drawn from entropy.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Simulated time in which users create messages.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Simulated time after <see cref="Duration"/> in which arriving frames are still processed.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>The latency of frames: a duration, a distribution or a file.</summary>
    public required string Latency { get; init; }

    /// <summary>Whether <see cref="Latency"/> is that of a round trip, that is, of two deliveries.</summary>
    public bool IsLatencyOfRoundTrip { get; init; }

    /// <summary>Duration of connecting.</summary>
    public TimeSpan ConnectTime { get; init; }

    /// <summary>Length of the server's registration phase.</summary>
    public TimeSpan Registration { get; init; }

    /// <summary>Transfer rate of attachments, in bytes per second.</summary>
    public double AttachmentBytesPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>Factor of the stagger.</summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>The log's time at the start of the run.</summary>
    public DateTimeOffset Epoch { get; init; }

    /// <summary>Date and time of the users at the start of the run, for those with a rhythm.</summary>
    public DateTime Start { get; init; }

    /// <summary>
    /// The value of <c>--rhythm</c> for users drawn in memory: a file, or <c>none</c>; <c>null</c>: not given.
    /// </summary>
    public string? RhythmFile { get; init; }

    /// <summary>Whether to write event log lines that the original does not have.</summary>
    public bool LogExtended { get; init; }

    /// <summary>Whether to write no event log.</summary>
    public bool StatsOnly { get; init; }

    /// <summary>
    /// The file of the event log; <c>null</c>: stdout, or no event log with <see cref="StatsOnly"/> or
    /// <see cref="Export"/>.
    /// </summary>
    public string? LogFile { get; init; }

    /// <summary>The options of an export; <c>null</c>: none.</summary>
    public ExportOptions? Export { get; init; }

    /// <summary>The number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>The directory of temporary files; <c>null</c>: the system's.</summary>
    public string? TemporaryDirectory { get; init; }

    /// <summary>Whether to print no progress and no summary on stderr.</summary>
    public bool Quiet { get; init; }

    /// <summary>The format of the statistics.</summary>
    public OutputFormat Format { get; init; }
}
