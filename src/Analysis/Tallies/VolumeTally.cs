using MGen.Analysis.Results;

namespace MGen.Analysis.Tallies;

/// <summary>
/// Counts events in each second, or in each minute, hour or day if a log has events in too many seconds. Not
/// thread-safe.
/// </summary>
internal sealed class VolumeTally
{
    /// <summary>
    /// The maximum number of units with events: a day and a half of seconds, 17 MB. If a log has more, the unit becomes
    /// coarser, so that a log with arbitrary times does not exhaust the memory.
    /// </summary>
    private const int MaxUnits = 1 << 17;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly long[] UnitSeconds = [1, 60, 3600, 86_400];
    private static readonly int Kinds = Enum.GetValues<VolumeKind>().Length;

    private Dictionary<long, long[]> _units = [];
    private int _unit;
    private long _lastKey = -1;
    private long[] _last = [];

    /// <summary>Adds an amount.</summary>
    public void Add(long unixNanoseconds, VolumeKind kind, long amount = 1) =>
        At(unixNanoseconds / NanosecondsPerSecond)[(int)kind] += amount;

    /// <summary>Merges another tally.</summary>
    public void Add(VolumeTally other)
    {
        while (_unit < other._unit)
            Coarsen();
        foreach ((long key, long[] counts) in other._units)
        {
            long[] own = At(key * UnitSeconds[other._unit]);
            for (int kind = 0; kind < Kinds; kind++)
                own[kind] += counts[kind];
        }
    }

    /// <summary>Returns the series, without gaps.</summary>
    /// <param name="binSeconds">
    /// Width of a bin; <c>null</c> for the smallest usual width with at most 1,801 bins. The result has wider bins if
    /// the tally has become coarser.
    /// </param>
    public VolumeSeries ToSeries(long? binSeconds)
    {
        if (_units.Count == 0)
            return new VolumeSeries(0, binSeconds ?? 1, [], [], [], [], [], [], [], []);
        (long first, long last) = (_units.Keys.Min() * UnitSeconds[_unit], _units.Keys.Max() * UnitSeconds[_unit]);
        long width = BinWidth.Choose(
            first,
            last,
            Math.Max(binSeconds ?? 0, UnitSeconds[_unit]),
            isFixed: binSeconds is not null
        );
        long start = first / width * width;
        long[][] bins = new long[((last - start) / width) + 1][];
        foreach ((long key, long[] counts) in _units)
        {
            long[] bin = bins[((key * UnitSeconds[_unit]) - start) / width] ??= new long[Kinds];
            for (int kind = 0; kind < Kinds; kind++)
                bin[kind] += counts[kind];
        }
        return Series(start, width, bins);
    }

    private static VolumeSeries Series(long start, long width, long[]?[] bins)
    {
        long[] Amounts(VolumeKind kind) => [.. bins.Select(bin => bin?[(int)kind] ?? 0)];
        IEnumerable<double?> means = Amounts(VolumeKind.RoundTripMicroseconds)
            .Zip(
                Amounts(VolumeKind.Acknowledged),
                (sum, count) => count == 0 ? (double?)null : Math.Round((double)sum / count, 1)
            );
        return new VolumeSeries(
            start,
            width,
            Amounts(VolumeKind.Sent),
            Amounts(VolumeKind.SentBytes),
            Amounts(VolumeKind.Received),
            Amounts(VolumeKind.ReceivedBytes),
            Amounts(VolumeKind.Receipts),
            Amounts(VolumeKind.Errors),
            Amounts(VolumeKind.TimedOut),
            [.. means]
        );
    }

    private long[] At(long second)
    {
        long key = second / UnitSeconds[_unit];
        if (key == _lastKey)
            return _last;
        while (_units.Count >= MaxUnits && _unit < UnitSeconds.Length - 1 && !_units.ContainsKey(key))
        {
            Coarsen();
            key = second / UnitSeconds[_unit];
        }
        if (!_units.TryGetValue(key, out long[]? counts))
            _units.Add(key, counts = new long[Kinds]);
        (_lastKey, _last) = (key, counts);
        return counts;
    }

    private void Coarsen()
    {
        Dictionary<long, long[]> finer = _units;
        long ratio = UnitSeconds[_unit + 1] / UnitSeconds[_unit];
        (_units, _lastKey) = ([], -1);
        _unit++;
        foreach ((long key, long[] counts) in finer)
        {
            if (!_units.TryAdd(key / ratio, counts))
            {
                long[] coarser = _units[key / ratio];
                for (int kind = 0; kind < Kinds; kind++)
                    coarser[kind] += counts[kind];
            }
        }
    }
}

/// <summary>The quantities counted over time.</summary>
internal enum VolumeKind
{
    Sent,
    SentBytes,
    Received,
    ReceivedBytes,
    Receipts,
    Errors,
    TimedOut,
    Acknowledged,

    /// <summary>Sum of the round trips of <see cref="Acknowledged"/>, in microseconds.</summary>
    RoundTripMicroseconds,
}

/// <summary>Chooses the width of bins of time.</summary>
internal static class BinWidth
{
    /// <summary>
    /// The maximum number of bins by default: as many as a chart of usual width can show, and as many as half an hour
    /// has seconds. One more bin is possible, because the first bin starts at a multiple of the width.
    /// </summary>
    public const int UsualBins = 1800;

    /// <summary>The maximum number of bins if a width was requested; here, too, one more bin is possible.</summary>
    public const int MostBins = 1_000_000;

    private static readonly long[] Usual =
    [
        1,
        2,
        5,
        10,
        15,
        30,
        60,
        120,
        300,
        600,
        900,
        1800,
        3600,
        7200,
        21_600,
        43_200,
        86_400,
    ];

    /// <summary>Returns a width in seconds.</summary>
    /// <param name="first">The first second.</param>
    /// <param name="last">The last second.</param>
    /// <param name="least">The smallest width; if <paramref name="isFixed"/>, the result is a multiple of it.</param>
    /// <param name="isFixed">
    /// Whether the caller fixes the width. If so, the result is <paramref name="least"/>, or a multiple of it if there
    /// would be too many bins.
    /// </param>
    public static long Choose(long first, long last, long least, bool isFixed)
    {
        long span = last - first + 1;
        if (isFixed)
            return least * Math.Max(1, (span + (least * MostBins) - 1) / (least * MostBins));
        long width = Usual.FirstOrDefault(width => width >= least && span <= width * UsualBins);
        return width > 0 ? width : Usual[^1] * ((span / (Usual[^1] * UsualBins)) + 1);
    }
}
