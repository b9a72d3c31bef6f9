using System.Globalization;
using System.Text;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Messenger.Measurement;

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
        DemoOutcome outcome = report.Outcome;
        DemoIdentity identity = outcome.Identity;
        DemoPopulation population = identity.Population;
        MessageCounts messages = outcome.Analysis.Messages;
        LedgerSnapshot swarm = outcome.Swarm;
        yield return (
            "run",
            $"{report.Verdict.Word}   {Seconds(outcome.Times.Talk)}   seed {identity.Seed}   config {population.ConfigHash}   v{ProgramVersion.Text}"
        );
        yield return (
            "population",
            $"users {Count(population.Users.Count)}   groups {Count(population.Groups.Count)}   conversations {Count(population.Conversations)}   {identity.CarriedBy}"
        );
        if (identity.Deployment == DeploymentKind.Cluster)
            yield return ("cluster", $"silos {LocalCluster.OfEachKind}   gateways {LocalCluster.OfEachKind}");
        foreach (Kill kill in outcome.Kills)
            yield return ("killed", $"{kill.Node} after {Seconds(kill.At)}   {kill.FinalEffect}");
        yield return (
            "messages",
            $"sent {Count(messages.Sent)}   delivered {Count(messages.Delivered)}   receipts {Count(messages.Acknowledged)}   lost {Count(messages.Lost)}"
        );
        yield return ("latency", Times(outcome.Analysis.Delivery));
        if (identity.Deployment != DeploymentKind.Peers)
            yield return (
                "attachments",
                $"up {Files(swarm.AttachmentsUploaded, swarm.AttachmentBytesUploaded)}   down {Files(swarm.AttachmentsDownloaded, swarm.AttachmentBytesDownloaded)}"
            );
        yield return (
            "losses",
            report.Losses.Count == 0
                ? "none"
                : string.Join("   ", report.Losses.Select(loss => $"{ReasonText.Format(loss.Key)} {Count(loss.Value)}"))
        );
        yield return (
            "self",
            $"schedule lag p99 {Time(outcome.Self.ScheduleLagMicroseconds.P99)}   max {Time(outcome.Self.ScheduleLagMicroseconds.Max)}   GC pauses {Time(outcome.Self.GcPauseMicroseconds)} in all"
        );
        foreach (string warning in report.Warnings)
            yield return ("warning", warning);
        yield return ("logs", outcome.LogDirectory);
    }

    private static string Seconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:F1} s");

    private static string Times(LatencyDistribution times) =>
        times.Count == 0
            ? "none   (n = 0)"
            : $"p50 {Time(times.P50Microseconds)}   p90 {Time(times.P90Microseconds)}   p99 {Time(times.P99Microseconds)}   max {Time(times.MaxMicroseconds)}   (n = {Count(times.Count)})";

    private static string Time(long? microseconds) => microseconds is { } time ? QuantityText.Time(time / 1e6) : "none";

    private static string Files(long count, long bytes) => $"{Count(count)} ({QuantityText.Bytes(bytes)})";

    private static string Count(long count) => QuantityText.Count(count);
}
