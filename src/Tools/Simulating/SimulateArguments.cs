using MGen.Export;

namespace MGen.Tools.Simulating;

/// <summary>What the command line asks for.</summary>
internal sealed record SimulateArguments
{
    /// <summary>
    /// Configuration files, globs, and directories of generated experiments; empty if a population is drawn.
    /// </summary>
    public required IReadOnlyList<string> Configs { get; init; }

    /// <summary>
    /// The hosts file of peers; <c>null</c>: the configurations are of clients, or of a directory that has its own
    /// hosts file.
    /// </summary>
    public string? Hosts { get; init; }

    /// <summary>The run's seed; <c>null</c>: drawn from entropy.</summary>
    public ulong? Seed { get; init; }

    /// <summary>For how long messages are made.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>For how long after that what arrives is handled.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>How long frames take: a duration, a distribution or a file.</summary>
    public required string Latency { get; init; }

    /// <summary>Whether <see cref="Latency"/> is that of a round trip, which is two deliveries.</summary>
    public bool IsLatencyOfRoundTrip { get; init; }

    /// <summary>How long connecting takes.</summary>
    public TimeSpan ConnectTime { get; init; }

    /// <summary>The server's registration phase.</summary>
    public TimeSpan Registration { get; init; }

    /// <summary>How fast an attachment is transferred, in bytes per second.</summary>
    public double AttachmentBytesPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>Factor of the start stagger.</summary>
    public double StaggerScale { get; init; } = 1;

    /// <summary>The log's time at the start of the run.</summary>
    public DateTimeOffset Epoch { get; init; }

    /// <summary>The date and time of the people at the start of the run, where they have a rhythm.</summary>
    public DateTime Start { get; init; }

    /// <summary>A file with the rhythm of people drawn in memory; <c>null</c>: they have none.</summary>
    public string? RhythmFile { get; init; }

    /// <summary>Log lines that the original does not have.</summary>
    public bool LogExtended { get; init; }

    /// <summary>Make no log.</summary>
    public bool StatsOnly { get; init; }

    /// <summary>Where the log goes; <c>null</c>: stdout.</summary>
    public string? LogFile { get; init; }

    /// <summary>What is exported; <c>null</c>: nothing.</summary>
    public ExportOptions? Export { get; init; }

    /// <summary>How many threads simulate.</summary>
    public required int Threads { get; init; }

    /// <summary>Where temporary files go; <c>null</c>: the system's place.</summary>
    public string? TemporaryDirectory { get; init; }

    /// <summary>No progress and no summary on stderr.</summary>
    public bool Quiet { get; init; }

    /// <summary>How the statistics are written.</summary>
    public OutputFormat Format { get; init; }
}
