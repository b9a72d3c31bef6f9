namespace MGen.LivePage;

/// <summary>Samples, one a second.</summary>
/// <param name="IsComplete">Whether they are all that are kept, not only the newest.</param>
/// <param name="Rows">
/// The seconds since the page's start; then for each measure the growth per second (counts and losses) or the value
/// (levels); then for each distribution the recent median and 99th percentile in microseconds, <c>null</c> where
/// nothing was measured.
/// </param>
public sealed record LiveSamples(bool IsComplete, IReadOnlyList<double?[]> Rows);

/// <summary>Turns readings into samples and keeps those of the last minutes.</summary>
public sealed class LiveHistory(TimeProvider clock)
{
    /// <summary>Most samples that are kept: five minutes of seconds.</summary>
    public const int MaxSamples = 300;

    private readonly Queue<double?[]> _rows = new(MaxSamples);
    private readonly long _startedAt = clock.GetTimestamp();
    private IReadOnlyList<LiveMeasure>? _last;
    private long _lastAt;

    /// <summary>All samples that are kept.</summary>
    public LiveSamples All => new(IsComplete: true, [.. _rows]);

    /// <summary>Adds a reading.</summary>
    /// <returns>Its sample alone; no sample for the first reading, which only sets the base of growth.</returns>
    public LiveSamples Add(LiveReading reading)
    {
        long now = clock.GetTimestamp();
        double seconds = clock.GetElapsedTime(_lastAt, now).TotalSeconds;
        if (_last is not { } last || seconds <= 0)
        {
            (_last, _lastAt) = (reading.Measures, now);
            return new LiveSamples(IsComplete: false, []);
        }
        double?[] row =
        [
            Math.Round(clock.GetElapsedTime(_startedAt, now).TotalSeconds, 2),
            .. reading.Measures.Select((measure, index) => Drawn(measure, last[index].Value, seconds)),
            .. reading.Times.SelectMany(times => new double?[] { times.RecentP50, times.RecentP99 }),
        ];
        (_last, _lastAt) = (reading.Measures, now);
        if (_rows.Count == MaxSamples)
            _rows.Dequeue();
        _rows.Enqueue(row);
        return new LiveSamples(IsComplete: false, [row]);
    }

    private static double? Drawn(LiveMeasure measure, long before, double seconds) =>
        measure.Kind == LiveMeasureKind.Level ? measure.Value : Math.Round((measure.Value - before) / seconds, 3);
}
