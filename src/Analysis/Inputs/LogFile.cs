using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>A log to read.</summary>
/// <param name="Path">Its path as named or found.</param>
/// <param name="FullPath">Its full path.</param>
/// <param name="Source">The programs whose lines it has, judged by its name.</param>
/// <param name="Bytes">Its size on disk, in bytes.</param>
/// <param name="IsOriginalInput">Whether the original's tool would read it.</param>
/// <param name="Problem">Why it is not readable although it may be a log; <c>null</c> if no problem is known.</param>
internal sealed record LogFile(string Path, string FullPath, LogSource Source, long Bytes, bool IsOriginalInput, string? Problem = null);
