namespace MGen.Analysis.Results;

/// <summary>One log.</summary>
/// <param name="Path">Its path as named or found.</param>
/// <param name="Bytes">Its size on disk, in bytes.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Rejected">Its rejected lines.</param>
/// <param name="Failure">
/// Why it was not read to its end (a truncated archive, a disk error); <c>null</c> if it was.
/// </param>
public sealed record InputFile(string Path, long Bytes, long Lines, long Rejected, string? Failure);
