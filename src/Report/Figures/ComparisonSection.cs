using MGen.Analysis.Results;
using MGen.Report.Charts;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>The figures that decide, side by side: each the mean over a set's runs, with its interval.</summary>
internal static class ComparisonSection
{
    private static readonly Measure[] Measures =
    [
        new("messages sent per run", "messages_sent", Quantity.Count, run => run.Messages.Sent),
        new("deliveries that arrived", "delivered", Quantity.Share, run => run.Messages.DeliveryRatio),
        new("receipts late or missing", "late_or_missing", Quantity.Share, run => run.Messages.TimedOutRatio) { IsDrawn = true },
        new("round trip, median", "round_trip_p50", Quantity.Time, run => Seconds(run.RoundTrip.P50Microseconds)) { IsDrawn = true },
        new("round trip, 90th percentile", "round_trip_p90", Quantity.Time, run => Seconds(run.RoundTrip.P90Microseconds)),
        new("round trip, 99th percentile", "round_trip_p99", Quantity.Time, run => Seconds(run.RoundTrip.P99Microseconds)) { IsDrawn = true },
        new("round trip, 99.9th percentile", "round_trip_p999", Quantity.Time, run => Seconds(run.RoundTrip.P999Microseconds)),
        new("delivery, median", "delivery_p50", Quantity.Time, run => Seconds(run.Delivery.P50Microseconds)) { IsDrawn = true },
        new("delivery, 99th percentile", "delivery_p99", Quantity.Time, run => Seconds(run.Delivery.P99Microseconds)),
        new("schedule lag, 99th percentile", "schedule_lag_p99", Quantity.Time, run => Seconds(run.Generator.ScheduleLagP99Microseconds ?? run.Generator.ScheduleLag.P99Microseconds)),
    ];

    public static Section Of(IReadOnlyList<RunSet> sets)
    {
        bool isDrawn = sets.Count > 1 || sets[0].Runs.Count > 1;
        IEnumerable<Figure?> figures = isDrawn ? Measures.Where(measure => measure.IsDrawn).Select(measure => Draw(sets, measure)) : [];
        string caption = sets.Any(set => set.Runs.Count > 1) ? "Means over runs ± half of the 95 % confidence interval (Student's t)" : sets.Count > 1 ? "The runs in figures" : "The run in figures";
        return new Section("comparison", sets.Count > 1 ? "Comparison" : "Figures", sets.Count > 1 ? "Comparison" : "In figures", [.. figures.OfType<Figure>()], [(caption, TableOf(sets))]);
    }

    /// <summary>The same for programs: in seconds, shares from 0 to 1 and counts, with the unit in the name.</summary>
    public static IReadOnlyList<SetMeasure> MeasuresOf(RunSet set) => [.. Measures.Select(measure => measure.ToSetMeasure(set))];

    private static Table TableOf(IReadOnlyList<RunSet> sets) => new(
        ["", .. sets.Select(set => set.Name)],
        [
            ["runs", .. sets.Select(set => Quantity.Count.Text(set.Runs.Count))],
            .. Measures.Select(measure => (IReadOnlyList<string>)[measure.Name, .. sets.Select(set => IntervalText.Of(measure.Of(set), measure.Quantity))]),
        ])
    { Note = "Quantiles of round trips count messages never acknowledged as slower than all others; a dash: that quantile falls among them, or nothing was measured." };

    private static Figure? Draw(IReadOnlyList<RunSet> sets, Measure measure)
    {
        (string Name, int Color, double[] Values, MeanInterval Mean)[] rows =
            [.. sets.Select((set, color) => (set.Name, color, measure.Values(set), measure.Of(set))).Where(row => row.Item4.Runs > 0)];
        if (rows.Length == 0 || rows.All(row => row.Mean.Mean == 0))
            return null;
        double largest = rows.Max(row => Math.Max(row.Values.Max(), row.Mean.IsKnown ? row.Mean.High : 0));
        DotChart chart = new()
        {
            Id = $"comparison-{measure.Id.Replace('_', '-')}",
            Title = char.ToUpperInvariant(measure.Name[0]) + measure.Name[1..],
            Description = string.Join(" ", rows.Select(row => $"{row.Name}: {IntervalText.Of(row.Mean, measure.Quantity)}.")),
            X = new Axis(measure.Name, measure.Quantity, LinearScale.FromZero(largest, measure.Quantity)),
            Rows = [.. rows.Select(row => (row.Name, row.Mean.Mean, row.Mean.Low, row.Mean.High, (IReadOnlyList<double>)row.Values, IntervalText.Of(row.Mean, measure.Quantity), row.Color))],
        };
        string unit = measure.Quantity.ColumnSuffix;
        return new Figure(
            chart,
            Note([.. rows.Select(row => row.Mean.Runs)]),
            new Table(["", "mean", "runs"], [.. rows.Select(row => (IReadOnlyList<string>)[row.Name, IntervalText.Of(row.Mean, measure.Quantity), Quantity.Count.Text(row.Mean.Runs)])]),
            new Table(
                ["set", "mean" + unit, "low95" + unit, "high95" + unit, "runs"],
                [.. rows.Select(row => (IReadOnlyList<string>)[row.Name, CsvText.Number(row.Mean.Mean), CsvText.Number(row.Mean.Low), CsvText.Number(row.Mean.High), CsvText.Number(row.Mean.Runs)])]));
    }

    private static string Note(int[] runs) => runs.All(count => count == 1)
        ? "One run each: differences may be chance."
        : $"n = {(runs.Distinct().Count() == 1 ? $"{runs[0]} runs each" : string.Join(", ", runs) + " runs")}. Dot: mean; bar: 95 % confidence; strokes: single runs.";

    private static double? Seconds(long? microseconds) => microseconds * 1e-6;

    private sealed record Measure(string Name, string Id, Quantity Quantity, Func<AnalysisResult, double?> Value)
    {
        public bool IsDrawn { get; init; }

        public double[] Values(RunSet set) => [.. set.Runs.Select(Value).OfType<double>()];

        public SetMeasure ToSetMeasure(RunSet set)
        {
            MeanInterval interval = Of(set);
            return new SetMeasure(Id + Quantity.ColumnSuffix, Known(interval.Mean), Known(interval.Low), Known(interval.High), interval.Runs, IntervalText.Of(interval, Quantity));
        }

        private static double? Known(double value) => double.IsFinite(value) ? value : null;

        // A mean over only those runs that have a value would flatter a set: a quantile among the missing is larger than any.
        public MeanInterval Of(RunSet set)
        {
            double[] values = Values(set);
            return MeanInterval.Of(values.Length < set.Runs.Count ? [] : values);
        }
    }
}
