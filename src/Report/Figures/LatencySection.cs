using MGen.Analysis.Results;
using MGen.Report.Quantities;
using MGen.Report.Sets;
using MGen.Report.Statistics;

namespace MGen.Report.Figures;

/// <summary>The section on latency.</summary>
internal static class LatencySection
{
    /// <summary>
    /// How these times differ from a client's own summary, whose time to receipt includes the waits of recipients who
    /// are not awake.
    /// </summary>
    private const string AwakeOnly = "Messages to recipients who are not awake yet are left out.";

    public static Section Create(IReadOnlyList<RunSet> sets)
    {
        IEnumerable<Figure?> figures =
        [
            Curve(
                sets,
                "latency-round-trip",
                "Round trip, from sending to each receipt",
                "round-trip time",
                "receipts owed",
                run => run.RoundTrip,
                AwakeOnly
            ),
            Curve(
                sets,
                "latency-delivery",
                "Delivery, from sending to each member",
                "delivery latency",
                "deliveries owed",
                run => run.Delivery,
                AwakeOnly
            ),
            Curve(
                sets,
                "latency-to-server",
                "From sending to the server",
                "time to the server",
                "messages",
                run => run.ToServer
            ),
            Curve(
                sets,
                "latency-upload",
                "Uploads of attachments",
                "duration",
                "uploads",
                run => run.Attachments.Upload
            ),
            Curve(
                sets,
                "latency-download",
                "Downloads of attachments",
                "duration",
                "downloads",
                run => run.Attachments.Download
            ),
        ];
        return new Section("latency", "Latency", "Latency", [.. figures.OfType<Figure>()], [])
        {
            Nothing = "No message was acknowledged or delivered.",
        };
    }

    private static Figure? Curve(
        IReadOnlyList<RunSet> sets,
        string id,
        string title,
        string measure,
        string unit,
        Func<AnalysisResult, LatencyDistribution> latencies,
        string remark = ""
    ) =>
        new CurveFigure
        {
            Id = id,
            Title = title,
            Measure = measure,
            Unit = unit,
            Quantity = Quantity.Time,
            Remark = remark,
        }.Create(sets, run => Sample.From(latencies(run)));
}
