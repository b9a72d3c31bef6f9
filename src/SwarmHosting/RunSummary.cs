using System.Globalization;
using System.Text;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;

namespace MGen.SwarmHosting;

/// <summary>
/// The text printed at the end of a run, in a fixed order: verdict, volumes, latency, ends by reason, the generator's
/// own health, warnings.
/// </summary>
internal sealed class RunSummary(
    RunVerdict verdict,
    TimeSpan lasted,
    RunProvenance provenance,
    LedgerSnapshot ledger,
    long linesLost
)
{
    private readonly StringBuilder _text = new();

    /// <summary>The warnings, one sentence each.</summary>
    public IReadOnlyList<string> Warnings => [.. RunWarnings.Find(ledger, lasted, linesLost)];

    public override string ToString()
    {
        _text.Clear();
        AddVolumes();
        AddTimeToReceipt();
        AddEnds();
        AddSelf();
        AddWarnings();
        return _text.ToString().TrimEnd();
    }

    private void AddVolumes()
    {
        Line($"run       {verdict.Word}   {lasted.TotalSeconds:F1} s   {provenance}");
        Line(
            $"messages  sent {ledger.MessagesSent:N0}   received {ledger.MessagesReceived:N0}   unacknowledged {ledger.Unacknowledged:N0}   lost {RunVerdict.Lost(ledger):N0}"
        );
        Line($"receipts  sent {ledger.ReceiptsSent:N0}   received {ledger.ReceiptsReceived:N0}");
        if (ledger.AttachmentsUploaded + ledger.AttachmentsDownloaded + ledger.AttachmentErrors > 0)
            Line(
                $"files     up {ledger.AttachmentsUploaded:N0} ({ledger.AttachmentBytesUploaded:N0} B)   down {ledger.AttachmentsDownloaded:N0} ({ledger.AttachmentBytesDownloaded:N0} B)   retried {ledger.AttachmentErrors:N0}"
            );
        Line($"bytes     sent {ledger.BytesSent:N0}   received {ledger.BytesReceived:N0}");
    }

    /// <remarks>
    /// Differs from the round trip of <c>analyze</c>: only the recipient's log shows whether the recipient was awake
    /// when a message was sent, so this time includes the wait of a recipient who was not awake.
    /// </remarks>
    private void AddTimeToReceipt()
    {
        HistogramSnapshot trip = ledger.RoundTrip;
        if (trip.Count == 0)
        {
            Line($"receipt   after none (n = 0)");
            return;
        }
        Line(
            $"receipt   after p50 {Milliseconds(trip.P50)}   p90 {Milliseconds(trip.P90)}   p99 {Milliseconds(trip.P99)}   max {Milliseconds(trip.Max)}   (n = {trip.Count:N0}; including waits for recipients not awake, unlike analyze)"
        );
    }

    private void AddEnds()
    {
        Line(
            $"links     opened {ledger.LinksOpened:N0}   ended: {(ledger.LinkEnds.Count == 0 ? "none" : ByReason(ledger.LinkEnds))}"
        );
        if (ledger.SocksFailures.Count > 0)
            Line($"proxies   failed: {ByReason(ledger.SocksFailures)}");
    }

    private void AddSelf()
    {
        HistogramSnapshot lag = ledger.ScheduleLag;
        string times =
            lag.Count == 0
                ? "none (n = 0)"
                : $"p50 {Milliseconds(lag.P50)}   p99 {Milliseconds(lag.P99)}   max {Milliseconds(lag.Max)}";
        Line($"self      schedule lag {times}   GC pauses {GC.GetTotalPauseDuration().TotalMilliseconds:F0} ms in all");
    }

    private void AddWarnings()
    {
        foreach (string warning in Warnings)
            Line($"warning   {warning}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string ByReason<T>(IReadOnlyDictionary<T, long> counts) =>
        string.Join(
            "   ",
            counts
                .OrderBy(count => count.Key)
                .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value:N0}"))
        );

    private void Line(FormattableString line) => _text.AppendLine(Text(line));

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture) + " ms";
}

/// <summary>Reasons to doubt a run's results, found in its counters.</summary>
public static class RunWarnings
{
    /// <summary>Finds the warnings, one sentence each.</summary>
    /// <param name="ledger">The final counters.</param>
    /// <param name="lasted">How long the run lasted.</param>
    /// <param name="linesLost">Lines missing from the event log.</param>
    public static IEnumerable<string> Find(LedgerSnapshot ledger, TimeSpan lasted, long linesLost)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        // First, because it explains most of the other warnings.
        if (ledger.LinksOpened == 0 && ledger.FirstFailure is { } failure)
            yield return Text($"nothing connected: {failure}");
        if (ledger.ScheduleLag.P99 > RunVerdict.MaxScheduleLag)
            yield return Text(
                $"the generator lagged: the p99 of the schedule lag is above {RunVerdict.MaxScheduleLag.TotalMilliseconds:N1} ms; run fewer users per process"
            );
        if (ledger.Unacknowledged > RunVerdict.MaxInFlight(ledger, lasted))
            yield return Text(
                $"{ledger.Unacknowledged:N0} of {ledger.MessagesSent:N0} messages have no receipt, more than can be in flight: their recipients were not connected, or messages were lost"
            );
        if (ledger.ReceiptsFromEarlierRun > 0)
            yield return Text(
                $"{ledger.ReceiptsFromEarlierRun:N0} receipts are for messages that this run has not sent: the server delivered messages of an earlier run, which count as received here; restart the server before each run"
            );
        if (ledger.ConversationsGivenUp > 0)
            yield return Text(
                $"{ledger.ConversationsGivenUp:N0} conversations gave up: their proxies reported permanent failures (see the event log)"
            );
        if (ledger.UnisolatedConnections > 0)
            yield return Text(
                $"{ledger.UnisolatedConnections:N0} connections used a proxy that did not ask for a user name: their circuits are not isolated"
            );
        if (ledger.Repeated > 0)
            yield return Text(
                $"{ledger.Repeated:N0} messages were retransmitted after a restart of the server; each was processed once"
            );
        if (ledger.AttachmentsDropped > 0)
            yield return Text(
                $"{ledger.AttachmentsDropped:N0} attachments were dropped: too many were outstanding, or their proxies reported permanent failures"
            );
        if (linesLost > 0)
            yield return Text($"{linesLost:N0} lines of the event log could not be written");
        if (ledger.Faults > 0)
            yield return Text(
                $"{ledger.Faults:N0} faults ({LinkEnd.Fault}), which are bugs of this program; the first: {ledger.FirstFault}"
            );
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
