using MGen.Analysis.Inputs;
using MGen.Analysis.Joining;
using MGen.Analysis.Reading;
using MGen.Analysis.Results;

namespace MGen.Analysis;

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
    /// Times below this are simulated: no simulation lasts longer than a year, and the clock of a real machine is not
    /// in the year 2000.
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
