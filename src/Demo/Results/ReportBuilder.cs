using MGen.Demo.Accounting;
using MGen.Demo.Carriages;
using MGen.Demo.Nodes;
using MGen.Demo.Views;
using MGen.Messenger.Measurement;
using MGen.SwarmHosting;
using static MGen.Demo.Results.DemoReport;

namespace MGen.Demo.Results;

/// <summary>Judges an outcome and builds its report.</summary>
internal static class ReportBuilder
{
    /// <summary>Builds the report of a run.</summary>
    public static DemoReport Build(DemoOutcome outcome)
    {
        FateCounts fates = outcome.Fates;
        LedgerSnapshot swarm = outcome.Swarm;
        bool isApart = outcome.Identity.Carriage != CarriageKind.Peers; // between peers attachments travel inline
        return new DemoReport
        {
            Verdict = Judge(outcome),
            Run = Run(outcome),
            Cluster = Cluster(outcome),
            Messages = new MessagesPart(
                fates.Sent,
                fates.Owed,
                fates.Delivered,
                fates.Receipts,
                fates.Undelivered,
                fates.Unexpected,
                swarm.BytesSent,
                swarm.BytesReceived
            ),
            LatencyMicroseconds = TimesPart.From(fates.Latency),
            Attachments = new AttachmentsPart(
                isApart ? fates.AttachmentsSent : 0,
                swarm.AttachmentsUploaded,
                swarm.AttachmentBytesUploaded,
                isApart ? fates.AttachmentsDelivered : 0,
                swarm.AttachmentsDownloaded,
                swarm.AttachmentBytesDownloaded,
                swarm.AttachmentErrors
            ),
            Losses = outcome.Losses.ToDictionary(loss => loss.Key.ToString(), loss => loss.Value),
            Self = new SelfPart(
                TimesPart.From(swarm.ScheduleLag),
                (long)outcome.Gc.Paused.TotalMicroseconds,
                outcome.Gc.Collections,
                outcome.LogLines.Written,
                outcome.LogLines.Lost
            ),
            Warnings = [.. Warnings(outcome)],
            Logs = outcome.LogDirectory,
        };
    }

    private static Verdict Judge(DemoOutcome outcome)
    {
        if (outcome.WasInterrupted)
            return Verdict.Interrupted;
        if (outcome.Losses.Count > 0 || outcome.Fates.Unexpected > 0 || outcome.LogLines.Lost > 0)
            return Verdict.Lossy;
        return HasLagged(outcome) || outcome.Swarm.Faults > 0 || !HasShownAll(outcome) ? Verdict.Doubtful : Verdict.Ok;
    }

    /// <summary>Whether a cluster lost the processes that were to be killed, and no other.</summary>
    private static bool HasShownAll(DemoOutcome outcome) =>
        outcome.Cluster is not { } cluster
        || (outcome.Kills.Count == KillDrill.Kills && cluster.EndedByThemselves.Count == 0);

    private static ClusterPart? Cluster(DemoOutcome outcome) =>
        outcome.Cluster is not { } cluster
            ? null
            : new ClusterPart(
                LocalCluster.OfEachKind,
                LocalCluster.OfEachKind,
                [
                    .. outcome.Kills.Select(kill => new KillPart(
                        kill.Node.Kind,
                        kill.Node.Number,
                        (long)kill.At.TotalMilliseconds,
                        kill.HeldUp,
                        (long)kill.Pause.TotalMilliseconds
                    )),
                ],
                [.. cluster.EndedByThemselves.Select(node => node.ToString())]
            );

    private static RunPart Run(DemoOutcome outcome)
    {
        DemoIdentity identity = outcome.Identity;
        return new RunPart(
            identity.Version,
            identity.Seed,
            identity.Population.ConfigHash,
            identity.Population.Users.Count,
            identity.Population.Groups.Count,
            identity.Population.Conversations,
            identity.Carriage,
            identity.Engine,
            identity.Host,
            (long)outcome.StartTime.TotalMilliseconds,
            (long)outcome.TalkTime.TotalMilliseconds,
            (long)outcome.StopTime.TotalMilliseconds
        );
    }

    private static IEnumerable<string> Warnings(DemoOutcome outcome)
    {
        if (HasLagged(outcome))
            yield return $"the generator lagged: p99 is above {Units.Time(RunVerdict.MaxScheduleLag)}; take fewer --users, or a machine that is less busy";
        if (outcome.Fates.Unexpected > 0)
            yield return $"{Units.Count(outcome.Fates.Unexpected)} unexpected messages or receipts arrived";
        if (outcome.Swarm.AttachmentErrors > 0)
            yield return $"{Units.Count(outcome.Swarm.AttachmentErrors)} uploads or downloads failed and were retried";
        if (outcome.LogLines.Lost > 0)
            yield return $"{Units.Count(outcome.LogLines.Lost)} lines of the event logs could not be written";
        foreach (NodeName node in outcome.Cluster?.EndedByThemselves ?? [])
            yield return $"{node} ended unexpectedly: {node.DiagnosticsFile}";
        if (outcome is { Cluster: not null, WasInterrupted: false } && outcome.Kills.Count < KillDrill.Kills)
            yield return $"only {outcome.Kills.Count} of {KillDrill.Kills} processes were killed: the cluster was not ready for more";
        if (outcome.Swarm.Faults > 0)
            yield return $"{Units.Count(outcome.Swarm.Faults)} faults, a bug of this program; the first: {outcome.Swarm.FirstFault}";
        if (outcome.HasDiagnostics)
            yield return $"the programs wrote diagnostics: {LogFolder.DiagnosticsFile}";
    }

    private static bool HasLagged(DemoOutcome outcome) => outcome.Swarm.ScheduleLag.P99 > RunVerdict.MaxScheduleLag;
}
