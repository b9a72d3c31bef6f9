namespace MGen.Fitting.Labelling;

/// <summary>How a delay of an active user ended.</summary>
internal enum DelayOutcome
{
    /// <summary>It ended, and the message was sent.</summary>
    Sent,

    /// <summary>
    /// It ended, and the message made the spell visible: a spell in which this delay does not end looks like none.
    /// </summary>
    SentAsSelected,

    /// <summary>Censored: another member's message arrived first, and a new delay was drawn.</summary>
    Overtaken,

    /// <summary>Censored: the spell ended first, so the delay is longer than the timeout.</summary>
    Outlasted,
}
