using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>Counts entries by a reason, and keeps the first places of each.</summary>
internal sealed class ReasonTally<TReason>(string file)
    where TReason : struct, Enum
{
    /// <summary>Most places that are kept of one reason: enough to find the trouble.</summary>
    private const int MaxPlaces = 5;

    private readonly SortedDictionary<TReason, (long Count, List<ConfigPosition> First)> _entries = [];

    /// <summary>All entries.</summary>
    public long Total => _entries.Sum(entry => entry.Value.Count);

    /// <summary>The reasons that occurred, in their order.</summary>
    public IEnumerable<EntryPlaces<TReason>> Places => _entries.Select(entry => new EntryPlaces<TReason>(entry.Key, entry.Value.Count, entry.Value.First));

    /// <summary>The counts alone.</summary>
    public IEnumerable<KeyValuePair<TReason, long>> Counts => _entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Count));

    /// <summary>Counts entries at a line (from 1; 0: of no line).</summary>
    public void Add(TReason reason, long line, int column = 1, long count = 1)
    {
        (long before, List<ConfigPosition> first) = _entries.TryGetValue(reason, out (long, List<ConfigPosition>) known) ? known : (0, []);
        if (first.Count < MaxPlaces)
            first.Add(new ConfigPosition(file, (int)Math.Min(line, int.MaxValue), line > 0 ? column : 0));
        _entries[reason] = (before + count, first);
    }
}
