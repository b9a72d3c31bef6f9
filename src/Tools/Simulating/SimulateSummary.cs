using System.Globalization;
using System.Text;
using MGen.Simulation.Results;

namespace MGen.Tools.Simulating;

/// <summary>
/// Formats the statistics of <c>simulate</c> for people, in a fixed order: verdict and identity, volumes, latency, the
/// simulator's own performance, warnings.
/// </summary>
internal static class SimulateSummary
{
    public static string Text(SimulateReport report, SeedUse seed)
    {
        StringBuilder text = new();
        SimulationCounts counts = report.Counts;
        SimulatedRoundTrips trips = report.RoundTrips;
        Line(
            text,
            $"run       {(report.Ok ? "ok" : "lossy")}   simulated {report.Run.DurationSeconds:N0} s   latency {report.Run.Latency} ({report.Run.LatencyOf})   {seed}   version {report.Run.Program}"
        );
        Line(
            text,
            $"people    users {counts.Users:N0}   groups {counts.Groups:N0}   conversations {counts.Conversations:N0}   awake {counts.ConversationsAwake:N0}"
        );
        Line(
            text,
            $"messages  sent {counts.MessagesSent:N0} ({counts.BytesSent:N0} B)   deliveries {counts.Deliveries:N0}   received {counts.MessagesReceived:N0} ({counts.DeliveryRatio:P2})"
        );
        Line(
            text,
            $"volume    {report.MessagesPerPersonAndDay:N1} messages per {(report.Observed is null ? "" : "observed ")}person and day   {report.ShareInGroups:P1} of {(report.Observed is null ? "them" : "all messages of their groups")} in groups of 3 members and more"
        );
        Line(
            text,
            $"missing   unregistered {counts.DeliveriesUnregistered:N0}   asleep {counts.DeliveriesAsleep:N0}   in flight {counts.DeliveriesInFlight:N0}"
        );
        Line(
            text,
            $"receipts  sent {counts.ReceiptsSent:N0}   received {counts.ReceiptsReceived:N0}   in flight {counts.ReceiptsInFlight:N0}"
        );
        Line(text, $"files     up {Transfers(counts.Uploads)}   down {Transfers(counts.Downloads)}");
        Line(text, trips.Count == 0 ? (FormattableString)$"receipt   after none (n = 0)" : TimeToReceipt(trips));
        Line(
            text,
            $"self      {report.Self.ElapsedSeconds:F1} s   threads {report.Self.Threads}   events {counts.Events:N0}   {report.Self.EventsPerSecond / 1e6:F2} million/s   log lines {report.LogLines:N0}"
        );
        if (report.LogLinesLost > 0)
            Line(text, $"warning   {report.LogLinesLost:N0} lines of the event log could not be written");
        return text.ToString();
    }

    private static FormattableString TimeToReceipt(SimulatedRoundTrips trips) =>
        $"receipt   after p50 {Milliseconds(trips.P50Seconds)}   p90 {Milliseconds(trips.P90Seconds)}   p99 {Milliseconds(trips.P99Seconds)}   max {Milliseconds(trips.MaxSeconds)}   (n = {trips.Count:N0}; including waits for recipients not awake, unlike analyze)";

    private static string Transfers(TransferCounts counts) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{counts.Completed:N0} ({counts.CompletedBytes:N0} B), unfinished {counts.Unfinished:N0}"
        );

    private static string Milliseconds(double seconds) =>
        (seconds * 1_000).ToString("N1", CultureInfo.InvariantCulture) + " ms";

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
