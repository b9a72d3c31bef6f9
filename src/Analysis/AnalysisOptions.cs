namespace MGen.Analysis;

/// <summary>The rules of an analysis. The defaults are the original's where it has any.</summary>
public sealed record AnalysisOptions
{
    /// <summary>
    /// A receipt that arrives more than this after the send, or never, counts as timed out. Default 30 s, as in the
    /// original; above 0.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Messages sent within this time from the run's start are left out. <c>null</c> (default): in simulated time,
    /// which begins at 2000-01-01 UTC, the original's 20 minutes; otherwise nothing. A live run starts with its
    /// earliest line.
    /// </summary>
    public TimeSpan? Warmup { get; init; }

    /// <summary>Messages sent within this time before the logs' last line are left out. Default 0.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>
    /// Width of the bins of volumes over time, whole seconds. <c>null</c> (default): the smallest usual width that
    /// yields at most 1,800 bins.
    /// </summary>
    public TimeSpan? Bin { get; init; }

    /// <summary>The run's name. <c>null</c> (default): the name of its directory or first file.</summary>
    public string? Label { get; init; }

    /// <summary>
    /// An existing directory for the original's six JSON files; <c>null</c> (default): they are not written.
    /// </summary>
    public string? OriginalDirectory { get; init; }

    /// <summary>
    /// Bytes of messages and receipts kept in memory while logs are read; the rest is written to files in
    /// <see cref="TempDirectory"/>. Default 256 MiB, at least 1 MiB.
    /// </summary>
    public long BufferBytes { get; init; } = 256 << 20;

    /// <summary>
    /// The directory for temporary files, which are deleted at the end. <c>null</c> (default): the system's.
    /// </summary>
    public string? TempDirectory { get; init; }

    /// <summary>
    /// Uncompressed logs are read by several threads in pieces of this many bytes. Default 32 MiB, at least 1. Does not
    /// affect the result.
    /// </summary>
    public long PieceBytes { get; init; } = 32 << 20;

    /// <summary>
    /// How many files, or pieces of an uncompressed file, are read at the same time, from 1. Default: the number of
    /// processors. Does not affect the result.
    /// </summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The version of the calling program, for the result.</summary>
    public string ProgramVersion { get; init; } = "";
}
