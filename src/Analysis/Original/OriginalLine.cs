using MGen.Analysis.Roster;

namespace MGen.Analysis.Original;

/// <summary>A line that the original's tool evaluates: a send, or a received receipt.</summary>
/// <param name="Own">The conversation whose log it is.</param>
/// <param name="Author">The author of the receipt; <c>null</c> for a send.</param>
/// <param name="Id">The message's number.</param>
/// <param name="UnixNanoseconds">The time.</param>
internal readonly record struct OriginalLine(Conversation Own, Conversation? Author, uint Id, long UnixNanoseconds);
