using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>The result of reading all inputs.</summary>
/// <param name="Chats">The chats of the inputs that could be read.</param>
/// <param name="Identities">
/// The identity of each user, by number. Identities must not be written to any output unless requested.
/// </param>
/// <param name="Tallies">Counts per input, in their order; <c>null</c> where the format is unknown.</param>
/// <param name="Problems">The inputs that could not be read, in their order.</param>
public sealed record ImportResult(ChatSet Chats, IReadOnlyList<string> Identities, IReadOnlyList<InputTally?> Tallies, IReadOnlyList<ImportProblem> Problems);
