namespace MGen.Fitting.Labelling;

/// <summary>A delay that an active user drew, as far as it can be seen.</summary>
/// <param name="AfterOwn">Whether it was drawn at an own message (a_s); else at one received (a_r).</param>
/// <param name="Milliseconds">How long it was, if the message was sent; else how long it was at least.</param>
/// <param name="Outcome">What became of it.</param>
internal readonly record struct Delay(bool AfterOwn, long Milliseconds, DelayOutcome Outcome);
