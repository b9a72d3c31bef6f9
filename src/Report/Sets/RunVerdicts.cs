using MGen.Analysis.Results;

namespace MGen.Report.Sets;

/// <summary>Combines the verdicts of runs.</summary>
internal static class RunVerdicts
{
    private static readonly Verdict[] ByWeight = [Verdict.Ok, Verdict.Doubtful, Verdict.Empty, Verdict.Lossy];

    /// <summary>The worst verdict.</summary>
    public static Verdict Worst(IReadOnlyList<RunSet> sets) =>
        sets.SelectMany(set => set.Runs).Select(run => run.Verdict).MaxBy(verdict => Array.IndexOf(ByWeight, verdict));

    /// <summary>A sentence, as in <c>2 of 6 runs lossy: an owed delivery or receipt is missing or late</c>.</summary>
    public static string Sentence(IReadOnlyList<RunSet> sets)
    {
        Verdict worst = Worst(sets);
        AnalysisResult[] runs = [.. sets.SelectMany(set => set.Runs)];
        int count = runs.Count(run => run.Verdict == worst);
        string who =
            runs.Length == 1 ? ""
            : count == runs.Length
                ? count == 2 ? "both runs "
                    : $"all {count} runs "
            : $"{count} of {runs.Length} runs ";
        return $"{who}{Word(worst)}: {Meaning(worst)}";
    }

    /// <summary>The verdict in lower case, as in programs' summaries.</summary>
    public static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    private static string Meaning(Verdict verdict) =>
        verdict switch
        {
            Verdict.Ok => "every owed receipt arrived in time, and every line could be read",
            Verdict.Lossy => "an owed delivery or receipt is missing or late",
            Verdict.Doubtful => "nothing is missing, but lines could not be read, or the run was doubtful",
            _ => "the logs contain no message",
        };
}
