namespace MGen.Fitting.Reporting;

/// <summary>One input, known by its number: a file's name may be a person's.</summary>
/// <param name="Number">Its place on the command line, globs resolved, from 1.</param>
/// <param name="Format">What it was read as.</param>
/// <param name="Chats">Chats with messages.</param>
/// <param name="Messages">Messages taken.</param>
/// <param name="MediaMessages">Those of them with a file.</param>
/// <param name="Rejected">Entries left out that should have been messages, by reason.</param>
/// <param name="Skipped">Entries that are rightly no messages, by reason.</param>
/// <param name="Notes">What was found out or assumed.</param>
public sealed record InputReport(
    int Number,
    string Format,
    int Chats,
    long Messages,
    long MediaMessages,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyDictionary<string, long> Skipped,
    IReadOnlyList<string> Notes)
{
    /// <summary>Messages taken on a guess, by what was guessed.</summary>
    public IReadOnlyDictionary<string, long> Assumed { get; init; } = new Dictionary<string, long>();

    /// <summary>Whether more of its entries than <see cref="Imports.InputTally.DoubtfulShare"/> are not understood, or it has no message.</summary>
    public bool Doubtful { get; init; }

    /// <summary>Where entries are that were left out or taken on a guess: the first lines of each reason.</summary>
    public IReadOnlyList<PlaceReport> Places { get; init; } = [];
}

/// <summary>Entries of one kind that were left out, skipped, or taken on a guess.</summary>
/// <param name="Kind">rejected, assumed or skipped.</param>
/// <param name="Reason">The reason, as in the counts.</param>
/// <param name="Count">How many.</param>
/// <param name="Lines">Lines of the first ones, at most five; 0 where an entry has no line.</param>
public sealed record PlaceReport(string Kind, string Reason, long Count, IReadOnlyList<int> Lines);
