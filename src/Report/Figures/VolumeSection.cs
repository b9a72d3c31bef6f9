using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;

namespace MGen.Report.Figures;

/// <summary>How much was sent and received, and when.</summary>
internal static class VolumeSection
{
    private static readonly (string Id, string Name, Func<VolumeSeries, IReadOnlyList<long>> Counts)[] Messages =
    [
        ("sent", "sent", volumes => volumes.Sent),
        ("received", "received", volumes => volumes.Received),
        ("receipts", "receipts", volumes => volumes.Receipts),
    ];

    private static readonly (string Id, string Name, Func<VolumeSeries, IReadOnlyList<long>> Counts)[] Bytes =
    [
        ("sent-bytes", "sent", volumes => volumes.SentBytes),
        ("received-bytes", "received", volumes => volumes.ReceivedBytes),
    ];

    public static Section Of(IReadOnlyList<RunSet> sets)
    {
        AnalysisResult[] runs = [.. sets.SelectMany(set => set.Runs)];
        TimeGrid grid = TimeGrid.For(runs, TimeGrid.Fine);
        TimeGrid coarse = TimeGrid.For(runs, TimeGrid.Coarse);
        string warmup = runs.Any(run => run.Settings.WarmupSeconds > 0 || run.Settings.CooldownSeconds > 0)
            ? " Warm-up and cool-down are included here, and only here." : "";
        IEnumerable<Figure?> figures =
        [
            .. sets.Count == 1
                ? [Together(sets[0], grid, "volume-messages", "Messages over time", "messages per second", Quantity.PerSecond, Messages, warmup)]
                : Messages.Take(2).Select(kind => PerSet(sets, grid, $"volume-{kind.Id}", $"Messages {kind.Name} over time", kind.Counts, Quantity.PerSecond, "messages per second", warmup)),
            .. sets.Count == 1
                ? [Together(sets[0], grid, "volume-bytes", "Bytes of messages over time", "bytes per second", Quantity.BytesPerSecond, Bytes, " Payloads only: what TLS and headers add is not in the logs.")]
                : (Figure?[])[PerSet(sets, grid, "volume-bytes", "Bytes received over time", volumes => volumes.ReceivedBytes, Quantity.BytesPerSecond, "bytes per second", " Payloads only.")],
            RoundTrip(sets, grid),
            PerSet(sets, coarse, "volume-timeouts", "Time-outs, by the time of sending", volumes => volumes.TimedOut, Quantity.PerSecond, "receipts late or missing, per second", ""),
            PerSet(sets, coarse, "volume-errors", "Errors logged over time", volumes => volumes.Errors, Quantity.PerSecond, "errors per second", ""),
        ];
        return new Section("volumes", "Volumes", "Volumes over time", [.. figures.OfType<Figure>()], []) { Nothing = "The logs hold no message, receipt or error." };
    }

    private static Figure? Together(
        RunSet set, TimeGrid grid, string id, string title, string measure, Quantity quantity,
        (string Id, string Name, Func<VolumeSeries, IReadOnlyList<long>> Counts)[] kinds, string remark) => New(id, title, measure, quantity, grid, remark).Of(
        [
            .. kinds.Index().Select(kind =>
                (kind.Item.Name, kind.Index, set.Runs, (Func<AnalysisResult, double[]>)(run => grid.Rates(run, kind.Item.Counts(run.Volumes))))),
        ]);

    private static Figure? PerSet(
        IReadOnlyList<RunSet> sets, TimeGrid grid, string id, string title, Func<VolumeSeries, IReadOnlyList<long>> counts, Quantity quantity, string measure, string remark) =>
        New(id, title, measure, quantity, grid, remark).Of(
            [.. sets.Index().Select(set => (NameOf(sets, set.Item), set.Index, set.Item.Runs, (Func<AnalysisResult, double[]>)(run => grid.Rates(run, counts(run.Volumes)))))]);

    private static Figure? RoundTrip(IReadOnlyList<RunSet> sets, TimeGrid grid) =>
        New("volume-round-trip", "Mean round trip over time", "mean round trip of messages sent then", Quantity.Time, grid, " Acknowledged messages only.").Of(
        [
            .. sets.Index().Select(set => (NameOf(sets, set.Item), set.Index, set.Item.Runs, (Func<AnalysisResult, double[]>)(run =>
                [.. grid.Means(run, run.Volumes.MeanRoundTripMicroseconds).Select(microseconds => microseconds * 1e-6)]))),
        ]);

    private static TimeFigure New(string id, string title, string measure, Quantity quantity, TimeGrid grid, string remark) =>
        new() { Id = id, Title = title, Measure = measure, Quantity = quantity, Grid = grid, Remark = remark };

    private static string NameOf(IReadOnlyList<RunSet> sets, RunSet set) => sets.Count == 1 ? "" : set.Name;
}
