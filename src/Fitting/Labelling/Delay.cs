namespace MGen.Fitting.Labelling;

/// <summary>A delay that an active user drew, as far as it is observable.</summary>
/// <param name="AfterOwn">
/// Whether it was drawn after an own message (a_s), otherwise after a received one (a_r).
/// </param>
/// <param name="Milliseconds">Its length if the message was sent, otherwise a lower bound.</param>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct Delay(bool AfterOwn, long Milliseconds, DelayOutcome Outcome);

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
