namespace MGen.EventLog;

/// <summary>Why a line could not be read.</summary>
public enum RejectReason
{
    /// <summary>The line was read.</summary>
    None,

    /// <summary>The line is empty.</summary>
    Empty,

    /// <summary>The log ends inside this line: what there is of it may look whole and be wrong (an id cut short).</summary>
    Unterminated,

    /// <summary>The line is longer than <see cref="EventLogReader.MaxLineBytes"/>.</summary>
    TooLong,

    /// <summary>The line does not begin with a time, or its date and its Unix time contradict each other.</summary>
    BadTime,

    /// <summary>The line has the form of no known kind.</summary>
    UnknownKind,

    /// <summary>The line has the form of a known kind, with a field that cannot be read: a number, a state, or text that is not UTF-8.</summary>
    BadField,
}
