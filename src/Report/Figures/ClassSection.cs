using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;

namespace MGen.Report.Figures;

/// <summary>How latency and loss depend on the size of the group, and of the message.</summary>
internal static class ClassSection
{
    /// <summary>Fewer values than this have no 99th percentile.</summary>
    private const long LeastForP99 = 100;

    public static Section OfGroups(IReadOnlyList<RunSet> sets) => Of(
        sets, "groups", "Group size", "By the size of the group", "members of the group", Quantity.Count, run => run.GroupSizes);

    public static Section OfMessages(IReadOnlyList<RunSet> sets) => Of(
        sets, "sizes", "Message size", "By the size of the message", "size of the message", Quantity.Bytes, run => run.MessageSizes);

    private static Section Of(
        IReadOnlyList<RunSet> sets, string id, string name, string title, string classMeasure, Quantity classQuantity, Func<AnalysisResult, IReadOnlyList<ClassResult>> classes)
    {
        ClassFigure New(string suffix, string figureTitle, string measure, Quantity quantity, bool isLog, string remark) => new()
        {
            Id = $"{id}-{suffix}",
            Title = figureTitle,
            Measure = measure,
            Quantity = quantity,
            ClassMeasure = classMeasure,
            ClassQuantity = classQuantity,
            Classes = classes,
            IsLog = isLog,
            Remark = remark,
        };
        IEnumerable<Figure?> figures =
        [
            New("round-trip", $"Round trip by {classMeasure}", "round-trip time", Quantity.Time, true, $"A 99th percentile needs {LeastForP99} receipts.").Of(
                sets, [("p50", c => Seconds(c.RoundTrip.P50Microseconds)), ("p99", c => c.RoundTrip.Total < LeastForP99 ? null : Seconds(c.RoundTrip.P99Microseconds))]),
            New("timeouts", $"Receipts late or missing, by {classMeasure}", "share of the receipts owed", Quantity.Share, false, "").Of(
                Where(sets, classes, c => c.TimedOut > 0), [("", c => c.Owed == 0 ? null : (double)c.TimedOut / c.Owed)]),
            New("sent", $"Messages sent, by {classMeasure}", "messages per run", Quantity.Count, false, "").Of(sets, [("", c => c.Sent)]),
            New("lost", $"Deliveries lost, by {classMeasure}", "share of the deliveries owed", Quantity.Share, false, "").Of(
                Where(sets, classes, c => c.Delivered < c.DeliveriesOwed), [("", c => c.DeliveriesOwed == 0 ? null : (double)(c.DeliveriesOwed - c.Delivered) / c.DeliveriesOwed)]),
        ];
        return new Section(id, name, title, [.. figures.OfType<Figure>()], []) { Nothing = "No message was sent." };
    }

    // A figure of zeros only is not worth its place: the losses' own section says so in words.
    private static IReadOnlyList<RunSet> Where(
        IReadOnlyList<RunSet> sets, Func<AnalysisResult, IReadOnlyList<ClassResult>> classes, Func<ClassResult, bool> isWorthIt) =>
        sets.SelectMany(set => set.Runs).SelectMany(classes).Any(isWorthIt) ? sets : [];

    private static double? Seconds(long? microseconds) => microseconds is { } value ? Math.Max(1, value) * 1e-6 : null;
}
