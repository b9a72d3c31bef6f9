namespace MGen.Fitting.Models;

/// <summary>
/// Rules of the original's fitting that differ from its documentation or from the needs of the model. None is used by
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
    /// message, or the first one is also the first of its run.
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

    /// <c>receive-share</c>: R is the number of activating messages divided by the messages received while idle that
    /// did not activate, instead of by all messages received while idle.
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
    /// iterations the result still depends on these points.
    RandomStarts = 1 << 11,

    /// <c>all</c>: the fit of the published numbers.
    All = (1 << 12) - 1,
}

/// <summary>The names of the rules on a command line and in a report.</summary>
public static class OriginalRuleNames
{
    private static readonly (string Name, OriginalRules Rule)[] Names =
    [
        ("label-offset", OriginalRules.LabelOffset),
        ("state-either-side", OriginalRules.StateEitherSide),
        ("file-sizes", OriginalRules.FileSizes),
        ("score-index", OriginalRules.ScoreIndex),
        ("two-hour-gaps", OriginalRules.TwoHourGaps),
        ("quiet-timeout", OriginalRules.QuietTimeout),
        ("receive-share", OriginalRules.ReceiveShare),
        ("first-message", OriginalRules.FirstMessage),
        ("cut-seconds", OriginalRules.CutSeconds),
        ("rate-prior", OriginalRules.RatePrior),
        ("predecessor-minute", OriginalRules.PredecessorMinute),
        ("random-starts", OriginalRules.RandomStarts),
    ];

    /// <summary>Every name that <see cref="TryParse"/> accepts, including <c>all</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(entry => entry.Name), "all"];

    /// <summary>Parses the name of a rule.</summary>
    public static bool TryParse(string name, out OriginalRules rule)
    {
        rule = name == "all" ? OriginalRules.All : Names.FirstOrDefault(entry => entry.Name == name).Rule;
        return rule != OriginalRules.None;
    }

    /// <summary>The names of the rules in a set.</summary>
    public static IReadOnlyList<string> Format(OriginalRules rules) =>
        [.. Names.Where(entry => rules.HasFlag(entry.Rule)).Select(entry => entry.Name)];
}
