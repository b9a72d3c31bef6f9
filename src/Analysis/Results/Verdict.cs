namespace MGen.Analysis.Results;

/// <summary>What to think of a run.</summary>
public enum Verdict
{
    /// <summary>Every owed receipt came within the time-out, and every line could be read.</summary>
    Ok,

    /// <summary>Something owed is missing or came too late.</summary>
    Lossy,

    /// <summary>Nothing is missing, but a file or lines could not be read, a clock went back, a line names a stranger, or the run itself was doubtful.</summary>
    Doubtful,

    /// <summary>The logs hold no message to judge by.</summary>
    Empty,
}
