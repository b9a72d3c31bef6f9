namespace MGen.Analysis.Results;

/// <summary>One log.</summary>
/// <param name="Path">Its path as it was named or found.</param>
/// <param name="Bytes">Its bytes on the disk.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Rejected">Those that could not be read.</param>
/// <param name="Failure">Why it could not be read to its end (a torn archive, a broken disk); <c>null</c> if it was.</param>
public sealed record InputFile(string Path, long Bytes, long Lines, long Rejected, string? Failure);
