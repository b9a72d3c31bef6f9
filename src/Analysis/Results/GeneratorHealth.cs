namespace MGen.Analysis.Results;

/// <summary>The generator about itself.</summary>
/// <param name="ScheduleLag">From when a message was due to when it left, from extended logs; empty without.</param>
/// <param name="ScheduleLagP99Microseconds">99th percentile of the run's own summary; as the others <c>null</c> without one.</param>
/// <param name="ScheduleLagMaxMicroseconds">Its maximum.</param>
/// <param name="GcPauseMicroseconds">Pauses of the garbage collector in all.</param>
/// <param name="GcCollections">Collections.</param>
/// <param name="LogLinesLost">Log lines that could not be written: what was measured is incomplete.</param>
public sealed record GeneratorHealth(
    LatencyDistribution ScheduleLag, long? ScheduleLagP99Microseconds, long? ScheduleLagMaxMicroseconds, long? GcPauseMicroseconds, long? GcCollections, long? LogLinesLost);
