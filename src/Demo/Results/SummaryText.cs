using System.Globalization;
using System.Text;
using MGen.Analysis.Results;
using MGen.Demo.Accounting;
using MGen.Demo.Deployments;
using MGen.Demo.Nodes;
using MGen.SwarmHosting;
using static MGen.Demo.Results.DemoReport;

namespace MGen.Demo.Results;

/// <summary>
/// The summary for people at the end of a run: verdict and identity, volumes, latency, losses, the generator itself,
/// warnings.
/// </summary>
internal static class SummaryText
{
    /// <summary>Formats the summary, each line ended.</summary>
    public static string Format(DemoReport report)
    {
        StringBuilder text = new();
        foreach ((string label, string line) in Lines(report))
            text.Append(CultureInfo.InvariantCulture, $"{label, -13}{line}\n");
        return text.ToString();
    }

    private static IEnumerable<(string Label, string Line)> Lines(DemoReport report)
    {
        RunPart run = report.Run;
        MessagesPart messages = report.Messages;
        AttachmentsPart attachments = report.Attachments;
        yield return (
            "run",
            $"{report.Verdict.ToLowerInvariant()}   {Seconds(run.TalkMilliseconds)}   seed {run.Seed}   config {run.ConfigHash}   v{run.ProgramVersion}"
        );
        yield return (
            "population",
            $"users {Count(run.Users)}   groups {Count(run.Groups)}   conversations {Count(run.Conversations)}   {(run.Deployment == DeploymentKind.Peers ? "peer to peer" : $"TLS by {run.Engine}")}"
        );
        foreach ((string Label, string Line) line in Cluster(report.Cluster))
            yield return line;
        yield return (
            "messages",
            $"sent {Count(messages.Sent)}   delivered {Count(messages.Delivered)}   receipts {Count(messages.Receipts)}   lost {Count(messages.Lost)}"
        );
        yield return (
            "latency",
            $"{Times(report.LatencyMicroseconds)}   (n = {Count(report.LatencyMicroseconds.Count)})"
        );
        if (run.Deployment != DeploymentKind.Peers)
            yield return (
                "attachments",
                $"up {Files(attachments.Uploaded, attachments.UploadedBytes)}   down {Files(attachments.Downloaded, attachments.DownloadedBytes)}"
            );
        yield return (
            "losses",
            report.Losses.Count == 0
                ? "none"
                : string.Join("   ", report.Losses.Select(loss => $"{ReasonText.Format(loss.Key)} {Count(loss.Value)}"))
        );
        yield return (
            "self",
            $"schedule lag p99 {Time(report.Self.ScheduleLagMicroseconds.P99)}   max {Time(report.Self.ScheduleLagMicroseconds.Max)}   GC pauses {Time(report.Self.GcPauseMicroseconds)} in all"
        );
        foreach (string warning in report.Warnings)
            yield return ("warning", warning);
        yield return ("logs", report.Logs);
    }

    private static IEnumerable<(string Label, string Line)> Cluster(ClusterPart? cluster)
    {
        if (cluster is null)
            yield break;
        yield return ("cluster", $"silos {cluster.Silos}   gateways {cluster.Gateways}");
        foreach (KillPart kill in cluster.Kills)
            yield return (
                "killed",
                $"{new NodeName(kill.Kind, kill.Number)} after {Seconds(kill.AfterMilliseconds)}   {Kill.Describe(kill.DeliveriesHeldUp, kill.PauseMilliseconds / 1e3)}"
            );
    }

    private static string Seconds(long milliseconds) =>
        (milliseconds / 1000.0).ToString("F1", CultureInfo.InvariantCulture) + " s";

    private static string Times(TimesPart times) =>
        times.Count == 0
            ? "none"
            : $"p50 {Time(times.P50)}   p90 {Time(times.P90)}   p99 {Time(times.P99)}   max {Time(times.Max)}";

    private static string Time(long? microseconds) => microseconds is { } time ? QuantityText.Time(time / 1e6) : "none";

    private static string Files(long count, long bytes) => $"{Count(count)} ({QuantityText.Bytes(bytes)})";

    private static string Count(long count) => QuantityText.Count(count);
}
