using MGen.Report.Charts;
using MGen.Report.Markup;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>Counts by name, summed over the runs of each set.</summary>
internal sealed class BarFigure
{
    private const int MostNames = 12;
    private const int LongestName = 24;
    private const int LongestSetName = 14;

    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What is counted, in the plural.</summary>
    public required string Measure { get; init; }

    public string Remark { get; init; } = "";

    /// <summary>The figure; <c>null</c> if nothing was counted. What <paramref name="wholes"/> has for a set is 100 %; 0 for no share.</summary>
    public Figure? Of(IReadOnlyList<RunSet> sets, Func<Analysis.Results.AnalysisResult, IReadOnlyDictionary<string, long>> counts, Func<RunSet, long> wholes)
    {
        Dictionary<string, long>[] bySet = [.. sets.Select(set => set.Runs.SelectMany(counts).GroupBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(
            entries => entries.Key, entries => entries.Sum(entry => entry.Value), StringComparer.Ordinal))];
        string[] names = [.. bySet.SelectMany(set => set.Keys).Distinct(StringComparer.Ordinal).OrderByDescending(name => bySet.Sum(set => set.GetValueOrDefault(name))).ThenBy(name => name, StringComparer.Ordinal)];
        if (names.Length == 0)
            return null;
        BarChart chart = new()
        {
            Id = Id,
            Title = Title,
            Description = $"{Measure}: " + string.Join(", ", names.Take(MostNames).Select(name => $"{name} {Quantity.Count.Text(bySet.Sum(set => set.GetValueOrDefault(name)))}")) + ".",
            Quantity = Quantity.Count,
            Bars =
            [
                .. from name in names.Take(MostNames)
                   from set in sets.Index()
                   let count = bySet[set.Index].GetValueOrDefault(name)
                   select (sets.Count == 1 ? name : $"{Visible.Cut(name, LongestName)} · {Visible.Cut(set.Item.Name, LongestSetName)}", (double)count, Share(count, wholes(set.Item)), set.Index),
            ],
        };
        string left = names.Length > MostNames ? $" The {names.Length - MostNames} rarest are in the table." : "";
        return new Figure(
            chart,
            $"n = {Quantity.Count.Text(bySet.Sum(set => set.Values.Sum()))} {Measure} in all runs.{left}{(Remark.Length == 0 ? "" : " " + Remark)}",
            new Table(
                ["", .. sets.Select(set => set.Name)],
                [.. names.Select(name => (IReadOnlyList<string>)[name, .. bySet.Select(set => Quantity.Count.Text(set.GetValueOrDefault(name)))])]),
            new Table(
                ["set", "name", "count", "runs"],
                [
                    .. sets.Index().SelectMany(set => names.Select(name => (IReadOnlyList<string>)
                        [set.Item.Name, name, CsvText.Number(bySet[set.Index].GetValueOrDefault(name)), CsvText.Number(set.Item.Runs.Count)])),
                ]));
    }

    private static string Share(long count, long whole) => whole == 0 ? "" : $"({Quantity.Share.Text((double)count / whole)})";
}
