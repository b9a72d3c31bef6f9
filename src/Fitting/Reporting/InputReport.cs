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
    IReadOnlyList<string> Notes);
