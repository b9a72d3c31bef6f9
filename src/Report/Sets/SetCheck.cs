using MGen.Analysis.Results;

namespace MGen.Report.Sets;

/// <summary>Finds reasons to doubt a comparison of runs although each run is sound.</summary>
internal static class SetCheck
{
    /// <summary>The reasons, for people.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<RunSet> sets) =>
        [.. sets.SelectMany(WithinSet), .. Twice(sets), .. Rules(sets), .. Sizes(sets)];

    private static IEnumerable<string> WithinSet(RunSet set)
    {
        // Another seed may draw another population, and thus another configuration, so only runs with the same seed
        // must have the same configuration.
        RunIdentity[] identities = [.. set.Runs.Select(run => run.Run).OfType<RunIdentity>()];
        bool isMixed = identities
            .Where(run => run.ConfigHash is not null)
            .GroupBy(run => run.Seed)
            .Any(same => same.DistinctBy(run => run.ConfigHash).Count() > 1);
        string[] versions =
        [
            .. identities.Select(run => run.ProgramVersion).OfType<string>().Distinct(StringComparer.Ordinal),
        ];
        IEnumerable<ulong> repeated = identities
            .GroupBy(run => (run.Seed, run.ConfigHash))
            .Where(same => same.Count() > 1)
            .Select(same => same.Key.Seed)
            .OfType<ulong>();
        foreach (ulong seed in repeated)
            yield return $"{set.Name}: several runs have the seed {seed} and the same configuration: they are not independent, and the intervals are too narrow";
        if (isMixed)
            yield return $"{set.Name}: runs of the same seed have different configurations: they differ not only by chance, and their mean has little meaning";
        if (versions.Length > 1)
            yield return $"{set.Name}: its runs were made by different versions ({string.Join(", ", versions)})";
    }

    private static IEnumerable<string> Twice(IReadOnlyList<RunSet> sets) =>
        from run in sets.SelectMany(set => set.Runs)
        where run.Input.Lines > 0
        group run by (
            run.Input.FirstUnixSeconds,
            run.Input.LastUnixSeconds,
            run.Input.Lines,
            run.Input.Bytes,
            run.Messages.Sent
        ) into same
        where same.Count() > 1
        select $"{string.Join(" and ", same.Select(run => run.Label))} are the same run, counted {same.Count()} times";

    private static IEnumerable<string> Rules(IReadOnlyList<RunSet> sets)
    {
        IEnumerable<AnalysisSettings> settings = sets.SelectMany(set => set.Runs).Select(run => run.Settings);
        int rules = settings
            .Select(rule => (rule.TimeoutSeconds, rule.WarmupSeconds, rule.CooldownSeconds))
            .Distinct()
            .Count();
        if (rules > 1)
            yield return $"the runs were analysed by {rules} different rules (time-out, warm-up, cool-down); analyse them again with the same ones to compare them";
    }

    private static IEnumerable<string> Sizes(IReadOnlyList<RunSet> sets)
    {
        if (sets.Any(set => set.Runs.Count > 1))
        {
            foreach (RunSet set in sets.Where(set => set.Runs.Count == 1))
                yield return $"{set.Name}: one run has no confidence interval; a difference from it may be chance";
        }
    }
}
