namespace MGen.Messenger.Measurement;

/// <summary>Durations as they were distributed. All zero if there were none.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50">The median; like all quantiles rounded up by at most 3.2 %.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The longest, exact to a microsecond.</param>
public sealed record HistogramSnapshot(long Count, TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan Max);
