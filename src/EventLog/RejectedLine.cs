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

/// <summary>Why a line is rejected.</summary>
public enum RejectReason
{
    /// <summary>Not rejected.</summary>
    None,

    /// <summary>The line is empty.</summary>
    Empty,

    /// <summary>
    /// The log ends inside this line. Its beginning may look complete and be wrong (an id cut short).
    /// </summary>
    Unterminated,

    /// <summary>The line is longer than <see cref="EventLogReader.MaxLineBytes"/>.</summary>
    TooLong,

    /// <summary>The line does not begin with a time, or its date and its Unix time contradict each other.</summary>
    BadTime,

    /// <summary>The line matches no known kind.</summary>
    UnknownKind,

    /// <summary>
    /// The line matches a known kind, but a field is invalid: a number, a state, or text that is not UTF-8.
    /// </summary>
    BadField,
}
