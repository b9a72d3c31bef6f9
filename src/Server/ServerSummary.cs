using System.Globalization;
using MGen.EventLog;
using MGen.Gateway;

namespace MGen.Server;

/// <summary>What the server says at its end.</summary>
internal static class ServerSummary
{
    public static string Of(GatewayMetrics metrics, TimeSpan uptime, EventLogWriter log) => string.Create(CultureInfo.InvariantCulture,
        $"""
        run          {(metrics.Drops == 0 && log.Failure is null ? "ok" : "with losses")}   {uptime.TotalSeconds:F1} s   mgen-server {Cli.ProgramVersion.Text}
        connections  accepted {metrics.Accepted:N0}   open at the end {metrics.Open:N0}
        frames       messages {metrics.Messages:N0}   receipts {metrics.Receipts:N0}   delivered {metrics.Deliveries:N0}   dropped {metrics.Drops:N0}
        self         log lines {log.LinesWritten:N0}   log waits {log.QueueWaits:N0}{(log.Failure is null ? "" : $"   log failed: {log.Failure.Message}")}
        """);
}
