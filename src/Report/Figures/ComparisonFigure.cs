using MGen.Report.Charts;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>One number per set: its mean over runs, the interval, and the single runs.</summary>
internal sealed class ComparisonFigure(ComparisonMeasure measure)
{
    /// <summary>Creates the figure; <c>null</c> if no set has a mean, or all means are 0.</summary>
    public Figure? Create(IReadOnlyList<RunSet> sets)
    {
        Row[] rows =
        [
            .. sets.Select((set, color) => new Row(set, color, measure.Mean(set))).Where(row => row.Mean.Runs > 0),
        ];
        if (rows.All(row => row.Mean.Mean == 0))
            return null;
        DotChart chart = new()
        {
            Id = $"comparison-{measure.Id.Replace('_', '-')}",
            Title = char.ToUpperInvariant(measure.Name[0]) + measure.Name[1..],
            Description = string.Join(" ", rows.Select(row => $"{row.Set.Name}: {measure.Text(row.Set)}.")),
            X = new Axis(measure.Name, measure.Quantity, LinearScale.FromZero(rows.Max(Largest), measure.Quantity)),
            Rows =
            [
                .. rows.Select(row => new DotRow(row.Set.Name, row.Color, row.Mean.Mean, measure.Text(row.Set))
                {
                    Low = row.Mean.Low,
                    High = row.Mean.High,
                    Values = measure.Values(row.Set),
                }),
            ],
        };
        return new Figure(chart, Note(rows, sets), Shown(rows), Data(rows));
    }

    private double Largest(Row row) => Math.Max(measure.Values(row.Set).Max(), row.Mean.IsKnown ? row.Mean.High : 0);

    private static string Note(Row[] rows, IReadOnlyList<RunSet> sets)
    {
        int[] runs = [.. rows.Select(row => row.Mean.Runs)];
        string counts = runs.Distinct().Count() == 1 ? $"{runs[0]} runs each" : $"{string.Join(", ", runs)} runs";
        string note = runs.All(count => count == 1)
            ? "One run each: differences may be chance."
            : $"n = {counts}. Dot: mean; bar: 95 % confidence; strokes: single runs.";
        string absent = string.Join(", ", sets.Except(rows.Select(row => row.Set)).Select(set => set.Name));
        return absent.Length == 0 ? note : $"{note} Not drawn, since a run has no such value: {absent}.";
    }

    private Table Shown(Row[] rows) =>
        new(
            ["", "mean", "runs"],
            [
                .. rows.Select(row =>
                    (IReadOnlyList<string>)[row.Set.Name, measure.Text(row.Set), Quantity.Count.Text(row.Mean.Runs)]
                ),
            ]
        );

    private Table Data(Row[] rows)
    {
        string unit = measure.Quantity.ColumnSuffix;
        return new Table(
            ["set", "mean" + unit, "low95" + unit, "high95" + unit, "runs"],
            [.. rows.Select(row => (IReadOnlyList<string>)[row.Set.Name, .. IntervalText.Cells(row.Mean)])]
        );
    }

    private sealed record Row(RunSet Set, int Color, MeanInterval Mean);
}
