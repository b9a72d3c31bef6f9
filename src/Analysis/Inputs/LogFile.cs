using MGen.EventLog;

namespace MGen.Analysis.Inputs;

/// <summary>A log to read.</summary>
/// <param name="Path">Its path as it was named or found.</param>
/// <param name="FullPath">Its full path.</param>
/// <param name="Source">Whose lines it has, by its name.</param>
/// <param name="Bytes">Its bytes on the disk.</param>
/// <param name="IsOriginalInput">Whether the original's tool would read it.</param>
/// <param name="Problem">Why it cannot be read although it may be a log; <c>null</c>: nothing is known against it.</param>
internal sealed record LogFile(string Path, string FullPath, LogSource Source, long Bytes, bool IsOriginalInput, string? Problem = null);
