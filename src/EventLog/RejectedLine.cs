namespace MGen.EventLog;

/// <summary>A line that could not be read.</summary>
/// <param name="LineNumber">Its number in the log, from 1.</param>
/// <param name="Reason">Why.</param>
/// <param name="Text">Its beginning, at most <see cref="MaxTextBytes"/> bytes of it, control characters replaced by spaces.</param>
public sealed record RejectedLine(long LineNumber, RejectReason Reason, string Text)
{
    /// <summary>How much of a line is shown.</summary>
    public const int MaxTextBytes = 200;
}
