namespace MGen.Analysis.Original;

/// <summary>The original's constants, and what it reads from the Shadow configuration.</summary>
/// <param name="AfterUnixSeconds">Lines at or before this are skipped.</param>
/// <param name="TimeoutSeconds">A receipt later than this is late.</param>
/// <param name="Bootstraps">
/// When conversations wake up. A conversation that is missing counts as awake from the beginning; the original aborts.
/// </param>
internal sealed record OriginalRules(double AfterUnixSeconds, double TimeoutSeconds, IReadOnlyDictionary<(string User, string Group), double> Bootstraps);
