namespace MGen.Fitting.Labelling;

/// <summary>A delay that an active user drew, as far as it is observable.</summary>
/// <param name="AfterOwn">
/// Whether it was drawn after an own message (a_s), otherwise after a received one (a_r).
/// </param>
/// <param name="Milliseconds">Its length if the message was sent, otherwise a lower bound.</param>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct Delay(bool AfterOwn, long Milliseconds, DelayOutcome Outcome);
