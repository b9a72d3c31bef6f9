using MGen.Analysis.Results;
using MGen.Report.Charts;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>Counts by name, summed over the runs of each set.</summary>
internal sealed class BarFigure
{
    private const int MostNames = 12;

    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What is counted, in the plural.</summary>
    public required string Measure { get; init; }

    /// <summary>The number that is 100 % for a set; 0 if no shares are shown.</summary>
    public Func<RunSet, long> Whole { get; init; } = static _ => 0;

    /// <summary>Creates the figure; <c>null</c> if nothing was counted.</summary>
    public Figure? Create(IReadOnlyList<RunSet> sets, Func<AnalysisResult, IReadOnlyDictionary<string, long>> counts)
    {
        Tally[] tallies = [.. sets.Select((set, color) => new Tally(set, color, Whole(set), Sum(set, counts)))];
        string[] names =
        [
            .. tallies
                .SelectMany(tally => tally.Counts.Keys)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(name => Total(tallies, name))
                .ThenBy(name => name, StringComparer.Ordinal),
        ];
        if (names.Length == 0)
            return null;
        string[] drawn = [.. names.Take(MostNames)];
        BarChart chart = new()
        {
            Id = Id,
            Title = Title,
            Description =
                $"{Measure}: {string.Join(", ", drawn.Select(name => $"{name} {Quantity.Count.Text(Total(tallies, name))}"))}.",
            Quantity = Quantity.Count,
            Bars = [.. drawn.SelectMany(name => tallies.Select(tally => Bar(tally, name, isAlone: sets.Count == 1)))],
        };
        string left = names.Length > MostNames ? $" The {names.Length - MostNames} rarest are in the table." : "";
        string total = Quantity.Count.Text(tallies.Sum(tally => tally.Counts.Values.Sum()));
        return new Figure(
            chart,
            $"n = {total} {Measure} in all runs.{left}",
            Shown(tallies, names),
            Data(tallies, names)
        );
    }

    private static Dictionary<string, long> Sum(
        RunSet set,
        Func<AnalysisResult, IReadOnlyDictionary<string, long>> counts
    ) =>
        set
            .Runs.SelectMany(counts)
            .GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(entries => entries.Key, entries => entries.Sum(entry => entry.Value), StringComparer.Ordinal);

    private static long Total(Tally[] tallies, string name) => tallies.Sum(tally => tally.CountOf(name));

    private static BarRow Bar(Tally tally, string name, bool isAlone)
    {
        long count = tally.CountOf(name);
        string shown = isAlone ? name : $"{name} · {tally.Set.Name}";
        return new BarRow(
            shown,
            count,
            tally.Whole == 0 ? "" : $"({Quantity.Share.Text((double)count / tally.Whole)})",
            tally.Color
        );
    }

    private static Table Shown(Tally[] tallies, string[] names) =>
        new(
            ["", .. tallies.Select(tally => tally.Set.Name)],
            [
                .. names.Select(name =>
                    (IReadOnlyList<string>)[name, .. tallies.Select(tally => Quantity.Count.Text(tally.CountOf(name)))]
                ),
            ]
        );

    private static Table Data(Tally[] tallies, string[] names) =>
        new(
            ["set", "name", "count", "runs"],
            [
                .. tallies.SelectMany(tally =>
                    names.Select(name =>
                        (IReadOnlyList<string>)
                            [
                                tally.Set.Name,
                                name,
                                CsvText.Number(tally.CountOf(name)),
                                CsvText.Number(tally.Set.Runs.Count),
                            ]
                    )
                ),
            ]
        );

    private sealed record Tally(RunSet Set, int Color, long Whole, Dictionary<string, long> Counts)
    {
        public long CountOf(string name) => Counts.GetValueOrDefault(name);
    }
}
