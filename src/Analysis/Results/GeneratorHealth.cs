namespace MGen.Analysis.Results;

/// <summary>The generator's own health.</summary>
/// <param name="ScheduleLag">
/// The delay from when a message was due to when it was sent, from extended logs; empty without them.
/// </param>
/// <param name="ScheduleLagP99Microseconds">
/// 99th percentile from the run's own summary; this and the following are <c>null</c> without one.
/// </param>
/// <param name="ScheduleLagMaxMicroseconds">Its maximum.</param>
/// <param name="GcPauseMicroseconds">Total pause time of the garbage collector.</param>
/// <param name="GcCollections">Collections.</param>
/// <param name="LogLinesLost">
/// Log lines that could not be written; if there are any, the measurement is incomplete.
/// </param>
public sealed record GeneratorHealth(
    LatencyDistribution ScheduleLag,
    long? ScheduleLagP99Microseconds,
    long? ScheduleLagMaxMicroseconds,
    long? GcPauseMicroseconds,
    long? GcCollections,
    long? LogLinesLost
);
