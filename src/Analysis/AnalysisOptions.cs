namespace MGen.Analysis;

/// <summary>By which rules a run is analysed. The defaults are the original's where it has any.</summary>
public sealed record AnalysisOptions
{
    /// <summary>A receipt later than this after the send is late, and one that never came too. Default 30 s, as the original's; above 0.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What was sent in this time from the run's start is left out. <c>null</c> (default): in simulated time, which begins at 2000-01-01 UTC, the
    /// original's 20 minutes from there; else nothing. A live run starts with its earliest line.
    /// </summary>
    public TimeSpan? Warmup { get; init; }

    /// <summary>What was sent in this time before the logs' last line is left out. Default 0.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>Width of the bins of volumes over time, whole seconds. <c>null</c> (default): the smallest usual one that makes at most 1,800 bins.</summary>
    public TimeSpan? Bin { get; init; }

    /// <summary>What the run is called. <c>null</c> (default): its directory's name, or its first file's.</summary>
    public string? Label { get; init; }

    /// <summary>Where to write the original's six JSON files, a directory that is there; <c>null</c> (default): nowhere.</summary>
    public string? OriginalDirectory { get; init; }

    /// <summary>
    /// Bytes of messages and receipts that are kept in memory while logs are read; what is more waits in files in <see cref="TempDirectory"/>.
    /// Default 256 MiB, at least 1 MiB.
    /// </summary>
    public long BufferBytes { get; init; } = 256 << 20;

    /// <summary>Where what does not fit into memory waits, deleted at the end. <c>null</c> (default): the system's directory for such files.</summary>
    public string? TempDirectory { get; init; }

    /// <summary>
    /// A plain log is read in pieces of so many bytes by several threads. Default 32 MiB, at least 1. The result does not depend on it.
    /// </summary>
    public long PieceBytes { get; init; } = 32 << 20;

    /// <summary>How many files, or pieces of a plain file, are read at once, from 1. Default: as many as there are processors. The result does not depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Version of the calling program, for the result.</summary>
    public string ProgramVersion { get; init; } = "";
}
