namespace MGen.Fitting.Imports;

/// <summary>The result of reading one input.</summary>
/// <param name="Chats">Its chats; empty if there is a problem.</param>
/// <param name="Tally">Counts of its entries; <c>null</c> if its format is unknown.</param>
/// <param name="Problem">Why it could not be read; <c>null</c>: it was read.</param>
internal sealed record ImportedFile(IReadOnlyList<ImportedChat> Chats, InputTally? Tally, ImportProblem? Problem);
