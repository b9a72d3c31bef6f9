namespace MGen.EventLog;

/// <summary>A line that could not be parsed.</summary>
/// <param name="LineNumber">Its number in the log, from 1.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Text">
/// The beginning of the line, at most <see cref="MaxTextBytes"/> bytes, with control characters replaced by spaces.
/// </param>
public sealed record RejectedLine(long LineNumber, RejectReason Reason, string Text)
{
    /// <summary>Most bytes of a line that are shown.</summary>
    public const int MaxTextBytes = 200;
}
