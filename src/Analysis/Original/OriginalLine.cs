using MGen.Analysis.Roster;

namespace MGen.Analysis.Original;

/// <summary>A line that the original's tool looks at: a send, or a receipt that came in.</summary>
/// <param name="Own">Whose log it is.</param>
/// <param name="Author">Who gave the receipt; <c>null</c> for a send.</param>
/// <param name="Id">The message's number.</param>
/// <param name="UnixNanoseconds">When.</param>
internal readonly record struct OriginalLine(Conversation Own, Conversation? Author, uint Id, long UnixNanoseconds);
