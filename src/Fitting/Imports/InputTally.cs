namespace MGen.Fitting.Imports;

/// <summary>Counts the entries of one input.</summary>
public sealed class InputTally
{
    /// <summary>The share of entries not understood above which an input makes a fit doubtful: 1 %.</summary>
    public const double DoubtfulShare = 0.01;

    private readonly ReasonTally<EntryRejection> _rejected;
    private readonly ReasonTally<EntryAssumption> _assumed;
    private readonly ReasonTally<EntrySkip> _skipped;
    private readonly List<string> _notes = [];

    internal InputTally(string file, ChatFormat format)
    {
        File = file;
        Format = format;
        _rejected = new ReasonTally<EntryRejection>(file);
        _assumed = new ReasonTally<EntryAssumption>(file);
        _skipped = new ReasonTally<EntrySkip>(file);
    }

    /// <summary>The input as it was named. Only for standard error: a file's name may be a user's name.</summary>
    public string File { get; }

    /// <summary>The format as which it was read.</summary>
    public ChatFormat Format { get; }

    /// <summary>Number of chats with at least one message.</summary>
    public int Chats { get; internal set; }

    /// <summary>Number of messages.</summary>
    public long Messages { get; internal set; }

    /// <summary>Number of messages with a media file.</summary>
    public long Media { get; internal set; }

    /// <summary>Entries that should have been messages, by reason.</summary>
    public IEnumerable<KeyValuePair<EntryRejection, long>> Rejected => _rejected.Counts;

    /// <summary>Messages that rest on an assumption, by assumption.</summary>
    public IEnumerable<KeyValuePair<EntryAssumption, long>> Assumed => _assumed.Counts;

    /// <summary>Entries that are not messages, by reason.</summary>
    public IEnumerable<KeyValuePair<EntrySkip, long>> Skipped => _skipped.Counts;

    /// <summary>What was detected or assumed about the whole input, in words; never content of the input.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The first places of the rejected entries, by reason.</summary>
    public IEnumerable<EntryPlaces<EntryRejection>> RejectedPlaces => _rejected.Places;

    /// <summary>The first places of the assumptions.</summary>
    public IEnumerable<EntryPlaces<EntryAssumption>> AssumedPlaces => _assumed.Places;

    /// <summary>The first places of the skipped entries, by reason.</summary>
    public IEnumerable<EntryPlaces<EntrySkip>> SkippedPlaces => _skipped.Places;

    /// <summary>Number of entries that were rejected or rest on an assumption.</summary>
    public long NotUnderstood => _rejected.Total + _assumed.Total;

    /// <summary>Messages that other entries or inputs contain as well, in a version that counts instead.</summary>
    public long Doubled => Skipped.FirstOrDefault(entry => entry.Key == EntrySkip.Doubled).Value;

    /// <summary>
    /// Whether more than <see cref="DoubtfulShare"/> of the entries are not understood, or the input has no message.
    /// </summary>
    public bool IsDoubtful =>
        Messages + Doubled == 0 || NotUnderstood > DoubtfulShare * (Messages + Doubled + _rejected.Total);

    internal void Reject(EntryRejection reason, long line, int column = 1) => _rejected.Add(reason, line, column);

    internal void Assume(EntryAssumption assumption, long line) => _assumed.Add(assumption, line);

    internal void Skip(EntrySkip reason, long line = 0, long count = 1) => _skipped.Add(reason, line, count: count);

    internal void Note(string text) => _notes.Add(text);
}
