using System.Globalization;
using MGen.EventLog;

namespace MGen.Gateway.Front;

/// <summary>What a program with a gateway says at its end.</summary>
public static class FrontSummary
{
    /// <summary>The summary's lines.</summary>
    /// <param name="program">The program's name.</param>
    /// <param name="metrics">What was counted.</param>
    /// <param name="uptime">How long it ran.</param>
    /// <param name="log">Its event log.</param>
    public static string Of(string program, GatewayMetrics metrics, TimeSpan uptime, EventLogWriter log)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(log);
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            run          {(metrics.Drops == 0 && log.IsComplete ? "ok" : "with losses")}   {uptime.TotalSeconds:F1} s   {program} {Cli.ProgramVersion.Text}
            connections  accepted {metrics.Accepted:N0}   open at the end {metrics.Open:N0}{(metrics.DelayedJoins == 0 ? "" : $"   joined later, for connecting too often {metrics.DelayedJoins:N0}")}
            frames       messages {metrics.Messages:N0}   receipts {metrics.Receipts:N0}   delivered {metrics.Deliveries:N0}   dropped {metrics.Drops:N0}
            self         log lines {log.LinesWritten:N0}   log waits {log.QueueWaits:N0}   log lines lost {log.LinesLost:N0}{(log.Failure is null ? "" : $"   log failed: {log.Failure.Message}")}
            """);
    }
}
