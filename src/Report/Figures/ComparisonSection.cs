using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>The main numbers, side by side: each the mean over a set's runs, with its interval.</summary>
internal static class ComparisonSection
{
    private static readonly ComparisonMeasure[] Measures =
    [
        new("messages sent per run", "messages_sent", Quantity.Count, run => run.Messages.Sent),
        new("deliveries that arrived", "delivered", Quantity.Share, run => run.Messages.DeliveryRatio),
        new("receipts late or missing", "late_or_missing", Quantity.Share, run => run.Messages.TimedOutRatio)
        {
            IsDrawn = true,
        },
        new(
            "round trip, median",
            "round_trip_p50",
            Quantity.Time,
            run => Microseconds.ToSeconds(run.RoundTrip.P50Microseconds)
        )
        {
            IsDrawn = true,
        },
        new(
            "round trip, 90th percentile",
            "round_trip_p90",
            Quantity.Time,
            run => Microseconds.ToSeconds(run.RoundTrip.P90Microseconds)
        ),
        new(
            "round trip, 99th percentile",
            "round_trip_p99",
            Quantity.Time,
            run => Microseconds.ToSeconds(run.RoundTrip.P99Microseconds)
        )
        {
            IsDrawn = true,
        },
        new(
            "round trip, 99.9th percentile",
            "round_trip_p999",
            Quantity.Time,
            run => Microseconds.ToSeconds(run.RoundTrip.P999Microseconds)
        ),
        new(
            "delivery, median",
            "delivery_p50",
            Quantity.Time,
            run => Microseconds.ToSeconds(run.Delivery.P50Microseconds)
        )
        {
            IsDrawn = true,
        },
        new(
            "delivery, 99th percentile",
            "delivery_p99",
            Quantity.Time,
            run => Microseconds.ToSeconds(run.Delivery.P99Microseconds)
        ),
        new("schedule lag, 99th percentile", "schedule_lag_p99", Quantity.Time, ScheduleLag),
    ];

    public static Section Create(IReadOnlyList<RunSet> sets)
    {
        bool isAlone = sets.Count == 1;
        bool isDrawn = !isAlone || sets[0].Runs.Count > 1;
        IEnumerable<Figure?> figures = isDrawn
            ? Measures.Where(measure => measure.IsDrawn).Select(measure => new ComparisonFigure(measure).Create(sets))
            : [];
        string caption =
            sets.Any(set => set.Runs.Count > 1) ? "Means over runs ± half of the 95 % confidence interval (Student's t)"
            : isAlone ? "The numbers of the run"
            : "The numbers of the runs";
        return new Section(
            "comparison",
            isAlone ? "Figures" : "Comparison",
            isAlone ? "In figures" : "Comparison",
            [.. figures.OfType<Figure>()],
            [(caption, TableOf(sets))]
        );
    }

    /// <summary>The main numbers for programs.</summary>
    public static IReadOnlyList<SetMeasure> MeasuresOf(RunSet set) =>
        [.. Measures.Select(measure => measure.ToSetMeasure(set))];

    private static Table TableOf(IReadOnlyList<RunSet> sets) =>
        new(
            ["", .. sets.Select(set => set.Name)],
            [
                ["runs", .. sets.Select(set => Quantity.Count.Text(set.Runs.Count))],
                .. Measures.Select(measure => (IReadOnlyList<string>)[measure.Name, .. sets.Select(measure.Text)]),
            ]
        )
        {
            Note =
                "Missing values count as slower than all others. A dash: in one run the quantile falls on a missing value, or nothing was measured.",
        };

    private static double? ScheduleLag(AnalysisResult run) =>
        Microseconds.ToSeconds(run.Generator.ScheduleLagP99Microseconds ?? run.Generator.ScheduleLag.P99Microseconds);
}
