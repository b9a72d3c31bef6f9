using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>The section on the generator itself: whether it sent on time.</summary>
internal static class SelfSection
{
    public static Section Create(IReadOnlyList<RunSet> sets)
    {
        Figure? lag = new CurveFigure
        {
            Id = "self-lag",
            Title = "Schedule lag, from due to sent",
            Measure = "schedule lag",
            Unit = "messages",
            Quantity = Quantity.Time,
            Remark = "Latencies count from the actual send; this is the delay behind the schedule.",
        }.Create(sets, run => Sample.From(run.Generator.ScheduleLag));
        return new Section(
            "self",
            "Generator",
            "The generator itself",
            lag is null ? [] : [lag],
            [("The generators themselves", PerRun(sets))]
        );
    }

    private static Table PerRun(IReadOnlyList<RunSet> sets) =>
        new(
            ["set", "run", "schedule lag p99", "schedule lag max", "GC pauses", "collections", "log lines lost"],
            [.. sets.SelectMany(set => set.Runs.Select(run => Row(set, run)))]
        )
        {
            NameColumns = 2,
            Note = "A dash: neither in the logs nor in the summary.",
        };

    private static IReadOnlyList<string> Row(RunSet set, AnalysisResult run)
    {
        GeneratorHealth self = run.Generator;
        return
        [
            set.Name,
            run.Label,
            Microseconds.Text(self.ScheduleLagP99Microseconds ?? self.ScheduleLag.P99Microseconds),
            Microseconds.Text(self.ScheduleLagMaxMicroseconds ?? self.ScheduleLag.MaxMicroseconds),
            Microseconds.Text(self.GcPauseMicroseconds),
            Count(self.GcCollections),
            Count(self.LogLinesLost),
        ];
    }

    private static string Count(long? count) => Quantity.Count.Text(count ?? double.NaN);
}
