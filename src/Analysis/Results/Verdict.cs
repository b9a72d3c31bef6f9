namespace MGen.Analysis.Results;

/// <summary>The judgement of a run.</summary>
public enum Verdict
{
    /// <summary>Every owed receipt arrived within the time-out, and every line was valid.</summary>
    Ok,

    /// <summary>Something owed is missing or late.</summary>
    Lossy,

    /// <summary>
    /// Nothing is missing, but a file or lines were not readable, a clock went back, a line names a stranger, or the
    /// run itself was doubtful.
    /// </summary>
    Doubtful,

    /// <summary>The logs contain no message to judge by.</summary>
    Empty,
}
