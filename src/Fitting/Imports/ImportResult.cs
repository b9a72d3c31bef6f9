using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports;

/// <summary>What came of all inputs.</summary>
/// <param name="Chats">The chats of the inputs that could be read.</param>
/// <param name="Identities">Who each user is, by number: identities, which must not be written anywhere but on request.</param>
/// <param name="Tallies">What each input held, in their order; <c>null</c> where not even the format is known.</param>
/// <param name="Problems">The inputs that could not be read, in their order.</param>
public sealed record ImportResult(ChatSet Chats, IReadOnlyList<string> Identities, IReadOnlyList<InputTally?> Tallies, IReadOnlyList<ImportProblem> Problems);
