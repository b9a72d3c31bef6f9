using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>Counts entries by reason, and keeps the first places of each reason.</summary>
internal sealed class ReasonTally<TReason>(string file)
    where TReason : struct, Enum
{
    /// <summary>Number of places that are kept per reason.</summary>
    private const int MaxPlaces = 5;

    private readonly SortedDictionary<TReason, (long Count, List<ConfigPosition> First)> _entries = [];

    /// <summary>Number of entries.</summary>
    public long Total => _entries.Sum(entry => entry.Value.Count);

    /// <summary>The reasons that occurred, in the order of the enumeration.</summary>
    public IEnumerable<EntryPlaces<TReason>> Places =>
        _entries.Select(entry => new EntryPlaces<TReason>(entry.Key, entry.Value.Count, entry.Value.First));

    /// <summary>The number of entries by reason.</summary>
    public IEnumerable<KeyValuePair<TReason, long>> Counts =>
        _entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Count));

    /// <summary>Adds entries at a line, from 1; 0: without a line.</summary>
    public void Add(TReason reason, long line, int column = 1, long count = 1)
    {
        (long before, List<ConfigPosition> first) = _entries.TryGetValue(reason, out (long, List<ConfigPosition>) known)
            ? known
            : (0, []);
        if (first.Count < MaxPlaces)
            first.Add(new ConfigPosition(file, (int)Math.Min(line, int.MaxValue), line > 0 ? column : 0));
        _entries[reason] = (before + count, first);
    }
}

/// <summary>Number and first places of the entries with one reason.</summary>
/// <typeparam name="TReason">The enumeration of reasons.</typeparam>
/// <param name="Reason">The reason.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="First">Places of the first entries, at most five.</param>
public sealed record EntryPlaces<TReason>(TReason Reason, long Count, IReadOnlyList<ConfigPosition> First)
    where TReason : struct, Enum;
