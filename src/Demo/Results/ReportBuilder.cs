using MGen.Demo.Deployments;
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
        MessageFates fates = outcome.Fates;
        LedgerSnapshot swarm = outcome.Swarm;
        bool isApart = outcome.Identity.Deployment != DeploymentKind.Peers; // between peers attachments are sent inline
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
            LatencyMicroseconds = fates.Latency,
            Attachments = new AttachmentsPart(
                isApart ? fates.AttachmentsSent : 0,
                swarm.AttachmentsUploaded,
                swarm.AttachmentBytesUploaded,
                isApart ? fates.AttachmentsDelivered : 0,
                swarm.AttachmentsDownloaded,
                swarm.AttachmentBytesDownloaded,
                swarm.AttachmentErrors
            ),
            Losses = Losses(outcome).ToDictionary(loss => loss.Key.ToString(), loss => loss.Value),
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
        if (Losses(outcome).Any() || outcome.Fates.Unexpected > 0 || outcome.LogLines.Lost > 0)
            return Verdict.Lossy;
        return HasLagged(outcome) || outcome.Swarm.Faults > 0 || !HasShownAll(outcome) || !IsLogComplete(outcome)
            ? Verdict.Doubtful
            : Verdict.Ok;
    }

    /// <summary>Lost messages, receipts and attachments, in the order of the reasons.</summary>
    private static IEnumerable<KeyValuePair<LossReason, long>> Losses(DemoOutcome outcome)
    {
        MessageFates fates = outcome.Fates;
        LedgerSnapshot swarm = outcome.Swarm;
        if (outcome.Identity.Deployment == DeploymentKind.Peers) // attachments are sent inline
            return fates.Losses;
        // From the swarm's counters: the log's lines about attachments do not name their message.
        KeyValuePair<LossReason, long>[] attachments =
        [
            new(LossReason.NotUploaded, fates.AttachmentsSent - swarm.AttachmentsUploaded),
            new(LossReason.NotDownloaded, fates.AttachmentsDelivered - swarm.AttachmentsDownloaded),
        ];
        return fates.Losses.Concat(attachments.Where(loss => loss.Value > 0));
    }

    /// <summary>Whether the logs, from which all results come, have each message that a user sent.</summary>
    private static bool IsLogComplete(DemoOutcome outcome) => outcome.Fates.Sent == outcome.Swarm.MessagesSent;

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
            identity.Deployment,
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
            yield return $"the generator lagged: p99 is above {Units.Time(RunVerdict.MaxScheduleLag)}; use fewer --users, or a less busy machine";
        if (outcome.Fates.Unexpected > 0)
            yield return $"{Units.Count(outcome.Fates.Unexpected)} unexpected messages or receipts arrived";
        if (!IsLogComplete(outcome))
            yield return $"the event logs contain {Units.Count(outcome.Fates.Sent)} messages, but users sent {Units.Count(outcome.Swarm.MessagesSent)}";
        if (outcome.Fates.ToSleeping > 0)
            yield return $"{Units.Count(outcome.Fates.ToSleeping)} deliveries are not counted, because their recipients were not awake yet when they were sent";
        if (outcome.Swarm.AttachmentErrors > 0)
            yield return $"{Units.Count(outcome.Swarm.AttachmentErrors)} uploads or downloads failed and were retried";
        if (outcome.LogLines.Lost > 0)
            yield return $"{Units.Count(outcome.LogLines.Lost)} lines of the event logs could not be written";
        foreach (NodeName node in outcome.Cluster?.EndedByThemselves ?? [])
            yield return $"{node} ended unexpectedly; see {node.DiagnosticsFile}";
        if (outcome is { Cluster: not null, WasInterrupted: false } && outcome.Kills.Count < KillDrill.Kills)
            yield return $"only {outcome.Kills.Count} of {KillDrill.Kills} processes were killed: the cluster was not ready for more";
        if (outcome.Swarm.Faults > 0)
            yield return $"{Units.Count(outcome.Swarm.Faults)} unhandled exceptions, bugs of this program; the first: {outcome.Swarm.FirstFault}";
        if (outcome.HasDiagnostics)
            yield return $"the programs wrote diagnostics; see {LogFolder.DiagnosticsFile}";
    }

    private static bool HasLagged(DemoOutcome outcome) => outcome.Swarm.ScheduleLag.P99 > RunVerdict.MaxScheduleLag;
}
