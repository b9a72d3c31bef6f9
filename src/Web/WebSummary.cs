using System.Globalization;
using MGen.EventLog;

namespace MGen.Web;

/// <summary>The lines a person reads when the server has stopped.</summary>
internal static class WebSummary
{
    public static string Of(WebTotals totals, EventLogWriter log, TimeSpan ran) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            run       {(log.IsComplete ? "ok" : "lossy")}   {ran.TotalSeconds:F1} s
            requests  downloads {totals.Downloads:N0}   uploads {totals.Uploads:N0}   aborted {totals.Aborted:N0}   refused {totals.Refused:N0}   connections dropped {totals.Dropped:N0}
            bytes     out {totals.BytesOut:N0}   in {totals.BytesIn:N0}
            self      log lines {log.LinesWritten:N0}   lost {log.LinesLost:N0}   queue max {log.QueueHighWaterMark:N0}

            """
        );
}
