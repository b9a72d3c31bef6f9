namespace MGen.Fitting.Compatibility;

/// <summary>
/// What the original's fitting does otherwise than its documents say or than the model needs. None is on by default; each can be switched on, so
/// that a published number can be repeated. <c>docs/FIT.md</c> tells of each what it does to the result.
/// </summary>
[Flags]
public enum OriginalRules
{
    /// <summary>The corrected fit.</summary>
    None = 0,

    /// <summary><c>label-offset</c>: from a user's third run on, labels are taken from the wrong place.</summary>
    LabelOffset = 1 << 0,

    /// <summary><c>state-either-side</c>: the first and last message of an active stretch count as idle unless their minute has another.</summary>
    StateEitherSide = 1 << 1,

    /// <summary><c>file-sizes</c>: a file is added to every message, and its size in blocks is taken for bytes.</summary>
    FileSizes = 1 << 2,

    /// <summary><c>score-index</c>: a training start without a likelihood shifts the choice among the others.</summary>
    ScoreIndex = 1 << 3,

    /// <summary><c>two-hour-gaps</c>: idle delays that reach over two runs, all longer than two hours, are left out.</summary>
    TwoHourGaps = 1 << 4,

    /// <summary><c>quiet-timeout</c>: W is the longest gap before an own message of each stretch, a user's last one left out; delays that were cut short, and spells too short to be seen, count as nothing.</summary>
    QuietTimeout = 1 << 5,

    /// <summary><c>receive-share</c>: R is divided by the messages received that did not activate, instead of by all received while idle.</summary>
    ReceiveShare = 1 << 6,

    /// <summary><c>first-message</c>: a chat's very first message is left out, also as the one before the next.</summary>
    FirstMessage = 1 << 7,

    /// <summary><c>cut-seconds</c>: times are cut to whole seconds instead of rounded, and W may be no longer than the gap it has to outlast.</summary>
    CutSeconds = 1 << 8,

    /// <summary><c>rate-prior</c>: the prior of the rates as the original's library applies it.</summary>
    RatePrior = 1 << 9,

    /// <summary><c>predecessor-minute</c>: a reply to somebody else's message of an idle minute counts as sent while idle, however soon it came.</summary>
    PredecessorMinute = 1 << 10,

    /// <summary><c>random-starts</c>: training starts from the points that the original's generator draws; ten iterations are too few to forget them.</summary>
    RandomStarts = 1 << 11,

    /// <summary><c>all</c>: the fit of the published numbers.</summary>
    All = (1 << 12) - 1,
}
