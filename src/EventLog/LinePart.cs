namespace MGen.EventLog;

/// <summary>The kinds of parts of a line.</summary>
internal enum LinePart : byte
{
    /// <summary>Fixed text.</summary>
    Literal,

    /// <summary><see cref="LogEvent.User"/>.</summary>
    User,

    /// <summary><see cref="LogEvent.Group"/>.</summary>
    Group,

    /// <summary><see cref="LogEvent.Other"/>.</summary>
    Other,

    /// <summary><see cref="LogEvent.Text"/>; only at the end of a line, since it may contain commas.</summary>
    Text,

    /// <summary><see cref="LogEvent.Amount"/>.</summary>
    Amount,

    /// <summary><see cref="LogEvent.Milliseconds"/>.</summary>
    Milliseconds,

    /// <summary><see cref="LogEvent.Id"/>.</summary>
    Id,

    /// <summary><see cref="LogEvent.From"/>.</summary>
    From,

    /// <summary><see cref="LogEvent.To"/>.</summary>
    To,

    /// <summary><see cref="LogEvent.Stage"/>.</summary>
    Stage,

    /// <summary><see cref="LogEvent.PlannedUnixNanoseconds"/>.</summary>
    Planned,

    /// <summary><see cref="LogEvent.ActualUnixNanoseconds"/>.</summary>
    Actual,
}
