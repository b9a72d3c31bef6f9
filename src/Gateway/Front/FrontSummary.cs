using System.Globalization;
using MGen.EventLog;

namespace MGen.Gateway.Front;

/// <summary>The summary that a program with a gateway prints at its end.</summary>
public static class FrontSummary
{
    /// <summary>Formats the summary.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="uptime">How long the program ran.</param>
    /// <param name="log">The event log.</param>
    public static string Format(string program, GatewayMetrics metrics, TimeSpan uptime, EventLogWriter log)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(log);
        string outcome = metrics.Drops == 0 && log.IsComplete ? "ok" : "with losses";
        string delayed =
            metrics.DelayedJoins == 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"   joins delayed {metrics.DelayedJoins:N0}");
        string failure = log.Failure is null ? "" : $"   log failed: {log.Failure.Message}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"run          {outcome}   {uptime.TotalSeconds:F1} s   {program} {Cli.ProgramVersion.Text}\n"
                + $"connections  accepted {metrics.Accepted:N0}   open at the end {metrics.Open:N0}{delayed}\n"
                + $"frames       messages {metrics.Messages:N0}   receipts {metrics.Receipts:N0}   "
                + $"delivered {metrics.Deliveries:N0}   dropped {metrics.Drops:N0}\n"
                + $"self         log lines {log.LinesWritten:N0}   log waits {log.QueueWaits:N0}   "
                + $"log lines lost {log.LinesLost:N0}{failure}"
        );
    }
}
