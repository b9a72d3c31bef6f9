namespace MGen.Fitting.Compatibility;

/// <summary>
/// The differences of the original's fitting from its documentation or from what the model needs. None is used by
/// default; each can be enabled to reproduce a published number. <c>docs/FIT.md</c> describes the effect of each.
/// </summary>
[Flags]
public enum OriginalRules
{
    /// <summary>The corrected fit.</summary>
    None = 0,

    /// <c>label-offset</c>: from a user's third run on, labels are read from the wrong position.
    LabelOffset = 1 << 0,

    /// <c>state-either-side</c>: the first and last message of a spell count as idle unless their minute has another
    /// message.
    StateEitherSide = 1 << 1,

    /// <c>file-sizes</c>: a file is added to every message, and its size in blocks is used as bytes.
    FileSizes = 1 << 2,

    /// <c>score-index</c>: a starting point without a likelihood shifts the choice among the others.
    ScoreIndex = 1 << 3,

    /// <c>two-hour-gaps</c>: idle delays between two runs, all longer than two hours, are left out.
    TwoHourGaps = 1 << 4,

    /// <c>quiet-timeout</c>: W is the longest gap before an own message of each spell, without the user's last spell;
    /// censored delays, and spells too short to be visible, are ignored.
    QuietTimeout = 1 << 5,

    /// <c>receive-share</c>: R is divided by the messages received that did not activate, instead of by all received
    /// while idle.
    ReceiveShare = 1 << 6,

    /// <c>first-message</c>: a chat's first message is left out, also as the predecessor of the second one.
    FirstMessage = 1 << 7,

    /// <c>cut-seconds</c>: times are truncated to whole seconds instead of rounded, and W may equal the gap that it has
    /// to exceed.
    CutSeconds = 1 << 8,

    /// <c>rate-prior</c>: the prior of the rates as the original's library applies it.
    RatePrior = 1 << 9,

    /// <c>predecessor-minute</c>: a reply to another member's message of an idle minute counts as sent while idle,
    /// however soon it follows.
    PredecessorMinute = 1 << 10,

    /// <c>random-starts</c>: the training starts from the points that the original's generator draws; after ten
    /// iterations the result still depends on them.
    RandomStarts = 1 << 11,

    /// <c>all</c>: the fit of the published numbers.
    All = (1 << 12) - 1,
}
