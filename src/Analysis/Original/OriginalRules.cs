namespace MGen.Analysis.Original;

/// <summary>What the original has as constants, and what it reads from the Shadow configuration.</summary>
/// <param name="AfterUnixSeconds">Lines at or before this are skipped.</param>
/// <param name="TimeoutSeconds">A receipt later than this is late.</param>
/// <param name="Bootstraps">When conversations begin. Whoever is not in it counts as awake from the beginning; the original gives up.</param>
internal sealed record OriginalRules(double AfterUnixSeconds, double TimeoutSeconds, IReadOnlyDictionary<(string User, string Group), double> Bootstraps);
