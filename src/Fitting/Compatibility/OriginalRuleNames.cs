namespace MGen.Fitting.Compatibility;

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
