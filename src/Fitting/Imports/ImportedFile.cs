namespace MGen.Fitting.Imports;

/// <summary>What came of one input.</summary>
/// <param name="Chats">Its chats; none if there is a problem.</param>
/// <param name="Tally">What it held; <c>null</c> if not even its format is known.</param>
/// <param name="Problem">Why it could not be read; <c>null</c>: it could.</param>
internal sealed record ImportedFile(IReadOnlyList<ImportedChat> Chats, InputTally? Tally, ImportProblem? Problem);
