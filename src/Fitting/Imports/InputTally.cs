namespace MGen.Fitting.Imports;

/// <summary>What one input held.</summary>
public sealed class InputTally
{
    /// <summary>An input with a larger share of entries that are not understood makes a fit doubtful: 1 %.</summary>
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

    /// <summary>The input as it was named. Only for stderr: a file's name may be a person's.</summary>
    public string File { get; }

    /// <summary>What it was read as.</summary>
    public ChatFormat Format { get; }

    /// <summary>Chats with at least one message.</summary>
    public int Chats { get; internal set; }

    /// <summary>Messages taken.</summary>
    public long Messages { get; internal set; }

    /// <summary>Messages with a media file, among those taken.</summary>
    public long Media { get; internal set; }

    /// <summary>Entries that should have been messages, by reason.</summary>
    public IEnumerable<KeyValuePair<EntryRejection, long>> Rejected => _rejected.Counts;

    /// <summary>Messages that were taken on a guess, by reason.</summary>
    public IEnumerable<KeyValuePair<EntryAssumption, long>> Assumed => _assumed.Counts;

    /// <summary>Entries that are no messages, by reason.</summary>
    public IEnumerable<KeyValuePair<EntrySkip, long>> Skipped => _skipped.Counts;

    /// <summary>What had to be assumed, in words; never a word of the input.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The first places of each reason for which entries were rejected.</summary>
    public IEnumerable<EntryPlaces<EntryRejection>> RejectedPlaces => _rejected.Places;

    /// <summary>The first places of each guess.</summary>
    public IEnumerable<EntryPlaces<EntryAssumption>> AssumedPlaces => _assumed.Places;

    /// <summary>The first places of each reason for which entries are no messages.</summary>
    public IEnumerable<EntryPlaces<EntrySkip>> SkippedPlaces => _skipped.Places;

    /// <summary>Entries that were left out or taken on a guess.</summary>
    public long NotUnderstood => _rejected.Total + _assumed.Total;

    /// <summary>Messages that other entries or inputs have as well, in a version that counts instead.</summary>
    public long Doubled => Skipped.FirstOrDefault(entry => entry.Key == EntrySkip.Doubled).Value;

    /// <summary>Whether more than <see cref="DoubtfulShare"/> of its entries are not understood, or it has no message at all.</summary>
    public bool IsDoubtful => Messages + Doubled == 0 || NotUnderstood > DoubtfulShare * (Messages + Doubled + _rejected.Total);

    internal void Reject(EntryRejection reason, long line, int column = 1) => _rejected.Add(reason, line, column);

    internal void Assume(EntryAssumption assumption, long line) => _assumed.Add(assumption, line);

    internal void Skip(EntrySkip reason, long line = 0, long count = 1) => _skipped.Add(reason, line, count: count);

    internal void Note(string text) => _notes.Add(text);
}
