namespace MGen.Fitting.Reporting;

/// <summary>One input, identified by its number: a file's name may be a user's name.</summary>
/// <param name="Number">Its position on the command line after expansion of patterns, from 1.</param>
/// <param name="Format">The format as which it was read.</param>
/// <param name="Chats">Number of chats with messages.</param>
/// <param name="Messages">Number of messages.</param>
/// <param name="MediaMessages">Number of messages with a file.</param>
/// <param name="Rejected">Entries left out that should have been messages, by reason.</param>
/// <param name="Skipped">Entries that are correctly not messages, by reason.</param>
/// <param name="Notes">What was detected or assumed about the input.</param>
public sealed record InputReport(
    int Number,
    string Format,
    int Chats,
    long Messages,
    long MediaMessages,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyDictionary<string, long> Skipped,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Messages that rest on an assumption, by assumption.</summary>
    public IReadOnlyDictionary<string, long> Assumed { get; init; } = new Dictionary<string, long>();

    /// <summary>
    /// Whether more of its entries than <see cref="Imports.InputTally.DoubtfulShare"/> are not understood, or it has no
    /// message.
    /// </summary>
    public bool Doubtful { get; init; }

    /// <summary>
    /// Lines of the entries that were left out or rest on an assumption: the first ones of each reason.
    /// </summary>
    public IReadOnlyList<PlaceReport> Places { get; init; } = [];
}

/// <summary>Entries of one kind and reason.</summary>
/// <param name="Kind">rejected, assumed or skipped.</param>
/// <param name="Reason">The reason, as in the counts.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="Lines">Lines of the first entries, at most five; 0 where an entry has no line.</param>
public sealed record PlaceReport(string Kind, string Reason, long Count, IReadOnlyList<int> Lines);
