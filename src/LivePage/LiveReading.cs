namespace MGen.LivePage;

/// <summary>What a program shows on its live page for the whole of a run.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Host">The machine; may be empty.</param>
/// <param name="Facts">What identifies the run: names and values for people.</param>
/// <param name="Duration">How long the run is to last; <c>null</c> if it has no end.</param>
public sealed record LiveSubject(string Program, string Host, IReadOnlyList<LiveFact> Facts, TimeSpan? Duration);

/// <summary>A property of a run.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value, for people.</param>
public sealed record LiveFact(string Name, string Value);

/// <summary>The state of a run at one moment. Each reading of a run has the same measures, in the same order.</summary>
public sealed record LiveReading
{
    /// <summary>The phase, for people: <c>starting</c>, <c>running</c>, <c>stopping</c>.</summary>
    public required string Phase { get; init; }

    /// <summary>Time since the start of the run's measured part; zero before.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Counts and levels.</summary>
    public required IReadOnlyList<LiveMeasure> Measures { get; init; }

    /// <summary>Distributions of durations.</summary>
    public IReadOnlyList<LiveTimes> Times { get; init; } = [];

    /// <summary>Short tables: top senders, recent events. At most some dozen rows each.</summary>
    public IReadOnlyList<LiveTable> Tables { get; init; } = [];
}

/// <summary>A number of a reading.</summary>
/// <param name="Name">What is measured, for people, as in <c>messages</c>.</param>
/// <param name="Kind">How the number changes.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit"><c>B</c> for bytes; otherwise empty.</param>
/// <param name="Note">More about the number, as in <c>of 59</c>.</param>
public sealed record LiveMeasure(string Name, LiveMeasureKind Kind, long Value, string Unit = "", string Note = "");

/// <summary>How a measure changes, and thus how it is drawn.</summary>
public enum LiveMeasureKind
{
    /// <summary>It only grows; its growth per second is drawn.</summary>
    Count,

    /// <summary>It goes up and down, as open connections do; the number itself is drawn.</summary>
    Level,

    /// <summary>A count of something that must not happen: any growth is an alarm.</summary>
    Loss,
}

/// <summary>A distribution of durations, in microseconds.</summary>
/// <param name="Name">What takes this long, for people.</param>
/// <param name="Count">How many durations there were since the start.</param>
/// <param name="P50">The median of these, rounded up by at most 6.3 %, as the other quantiles are.</param>
/// <param name="P90">The 90th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The longest, exact.</param>
/// <param name="RecentP50">The median since the previous reading; <c>null</c> if there was no duration since.</param>
/// <param name="RecentP99">The 99th percentile since the previous reading.</param>
public sealed record LiveTimes(
    string Name,
    long Count,
    long P50,
    long P90,
    long P99,
    long Max,
    long? RecentP50,
    long? RecentP99
);

/// <summary>A short table.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Columns">The columns' headings; empty ones are allowed.</param>
/// <param name="Rows">The cells, for people: as many per row as there are columns.</param>
public sealed record LiveTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
