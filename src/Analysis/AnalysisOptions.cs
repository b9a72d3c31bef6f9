using MGen.Analysis.Inputs;
using MGen.Analysis.Joining;
using MGen.Analysis.Reading;
using MGen.Analysis.Results;

namespace MGen.Analysis;

/// <summary>The rules of an analysis. A default is the original's if the original has one.</summary>
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
    /// yields at most 1,801 bins.
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

/// <summary>The evaluated part of a run, in Unix nanoseconds.</summary>
internal sealed record TimeWindow(
    bool IsSimulated,
    long StartNanoseconds,
    long EndNanoseconds,
    TimeSpan Warmup,
    TimeSpan Cooldown
)
{
    /// <summary>The warm-up that the original cuts off a simulation.</summary>
    public static readonly TimeSpan SimulatedWarmup = TimeSpan.FromMinutes(20);

    private const double NanosecondsPerSecond = 1e9;
    private const long SimulationEpochNanoseconds = (long)ShadowConfig.EpochUnixSeconds * 1_000_000_000;

    /// <summary>
    /// Times from the simulated epoch to below this are simulated, because no simulation lasts longer than a year and
    /// no real machine's clock is in the year 2000.
    /// </summary>
    private const long SimulationLimitNanoseconds = SimulationEpochNanoseconds + (366L * 86_400 * 1_000_000_000);

    private long After => StartNanoseconds + Nanoseconds(Warmup);

    private long UpTo => EndNanoseconds - Nanoseconds(Cooldown);

    /// <summary>Determines the window of logs that have been read.</summary>
    public static TimeWindow From(ReadTally tally, AnalysisOptions options)
    {
        bool isSimulated = tally.FirstNanoseconds is >= SimulationEpochNanoseconds and < SimulationLimitNanoseconds;
        long start = isSimulated ? SimulationEpochNanoseconds : tally.FirstNanoseconds;
        TimeSpan warmup = options.Warmup ?? (isSimulated ? SimulatedWarmup : TimeSpan.Zero);
        return new TimeWindow(isSimulated, start, tally.LastNanoseconds, warmup, options.Cooldown);
    }

    /// <summary>Returns the rules of the join.</summary>
    public JoinRules ToRules(TimeSpan timeout) =>
        // Without a warm-up the very first line counts, too.
        new(Nanoseconds(timeout), Warmup > TimeSpan.Zero ? After : long.MinValue, UpTo, EndNanoseconds);

    /// <summary>Returns the settings for the result.</summary>
    public AnalysisSettings ToSettings(TimeSpan timeout) =>
        new(
            timeout.TotalSeconds,
            Warmup.TotalSeconds,
            Cooldown.TotalSeconds,
            IsSimulated,
            StartNanoseconds / NanosecondsPerSecond,
            After / NanosecondsPerSecond,
            UpTo / NanosecondsPerSecond
        );

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}

/// <summary>An input cannot be analysed. The message is meant for the user and names the input.</summary>
public sealed class AnalysisException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public AnalysisException() { }

    /// <summary>Creates the exception with what is wrong and what to do.</summary>
    public AnalysisException(string message)
        : base(message) { }

    /// <summary>Creates the exception with what is wrong and its cause.</summary>
    public AnalysisException(string message, Exception innerException)
        : base(message, innerException) { }
}
