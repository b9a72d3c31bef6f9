using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>What one input held.</summary>
public sealed class InputTally
{
    /// <summary>Most places that are kept of one reason: enough to find the trouble.</summary>
    private const int MaxPlaces = 5;

    private readonly string _file;
    private readonly SortedDictionary<EntryRejection, (long Count, List<ConfigPosition> First)> _rejected = [];
    private readonly SortedDictionary<EntrySkip, long> _skipped = [];
    private readonly List<string> _notes = [];

    internal InputTally(string file, ChatFormat format) => (_file, Format) = (file, format);

    /// <summary>What it was read as.</summary>
    public ChatFormat Format { get; }

    /// <summary>Chats with at least one message.</summary>
    public int Chats { get; internal set; }

    /// <summary>Messages taken.</summary>
    public long Messages { get; internal set; }

    /// <summary>Messages with a media file, among those taken.</summary>
    public long Media { get; internal set; }

    /// <summary>Entries that should have been messages, by reason.</summary>
    public IEnumerable<KeyValuePair<EntryRejection, long>> Rejected => _rejected.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Count));

    /// <summary>Entries that are no messages, by reason.</summary>
    public IEnumerable<KeyValuePair<EntrySkip, long>> Skipped => _skipped;

    /// <summary>What had to be assumed, in words; never a word of the input.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The first places of each reason for which entries were rejected.</summary>
    public IEnumerable<(EntryRejection Reason, long Count, IReadOnlyList<ConfigPosition> First)> RejectedPlaces =>
        _rejected.Select(entry => (entry.Key, entry.Value.Count, (IReadOnlyList<ConfigPosition>)entry.Value.First));

    internal void Reject(EntryRejection reason, long line, int column = 1)
    {
        (long count, List<ConfigPosition> first) = _rejected.TryGetValue(reason, out (long, List<ConfigPosition>) known) ? known : (0, []);
        if (first.Count < MaxPlaces)
            first.Add(new ConfigPosition(_file, (int)Math.Min(line, int.MaxValue), column));
        _rejected[reason] = (count + 1, first);
    }

    internal void Skip(EntrySkip reason) => _skipped[reason] = _skipped.GetValueOrDefault(reason) + 1;

    internal void Note(string text) => _notes.Add(text);
}
