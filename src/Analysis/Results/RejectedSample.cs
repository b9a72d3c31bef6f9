namespace MGen.Analysis.Results;

/// <summary>A rejected line.</summary>
/// <param name="File">The log.</param>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Reason">The reason, in camel case.</param>
/// <param name="Text">Its beginning, without control characters.</param>
public sealed record RejectedSample(string File, long Line, string Reason, string Text);
