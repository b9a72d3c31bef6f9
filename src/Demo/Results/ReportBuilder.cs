using MGen.Analysis.Results;
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
        MessageCounts messages = outcome.Analysis.Messages;
        AttachmentSummary attachments = outcome.Analysis.Attachments;
        LedgerSnapshot swarm = outcome.Swarm;
        bool isApart = outcome.Identity.Deployment != DeploymentKind.Peers; // between peers attachments are sent inline
        RunVerdict verdict = Judge(outcome);
        return new DemoReport
        {
            Verdict = verdict.Name,
            ExitCode = (int)verdict.Code,
            Run = Run(outcome),
            Cluster = Cluster(outcome),
            Messages = new MessagesPart(
                messages.Sent,
                messages.DeliveriesOwed,
                messages.Delivered,
                messages.Acknowledged,
                messages.Lost,
                CountUnexpected(messages),
                swarm.BytesSent,
                swarm.BytesReceived
            ),
            LatencyMicroseconds = Times(outcome.Analysis.Delivery),
            Attachments = new AttachmentsPart(
                isApart ? attachments.Sent : 0,
                swarm.AttachmentsUploaded,
                swarm.AttachmentBytesUploaded,
                isApart ? attachments.Received : 0,
                swarm.AttachmentsDownloaded,
                swarm.AttachmentBytesDownloaded,
                swarm.AttachmentErrors
            ),
            Losses = RunLosses.Count(outcome).ToDictionary(loss => loss.Key.ToString(), loss => loss.Value),
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

    private static RunVerdict Judge(DemoOutcome outcome)
    {
        if (outcome.WasInterrupted)
            return RunVerdict.Interrupted;
        bool isLossy =
            RunLosses.Count(outcome).Count > 0
            || CountUnexpected(outcome.Analysis.Messages) > 0
            || outcome.LogLines.Lost > 0;
        if (isLossy)
            return RunVerdict.Lossy;
        return HasLagged(outcome) || outcome.Swarm.Faults > 0 || !HasShownAll(outcome) || !IsLogComplete(outcome)
            ? RunVerdict.Doubtful
            : RunVerdict.Ok;
    }

    /// <summary>Messages and receipts that arrived twice or were never sent.</summary>
    private static long CountUnexpected(MessageCounts messages) =>
        messages.Duplicates + messages.Unexpected + messages.SenderUnknown;

    private static TimesPart Times(LatencyDistribution latency) =>
        new(
            latency.Count,
            latency.P50Microseconds,
            latency.P90Microseconds,
            latency.P99Microseconds,
            latency.MaxMicroseconds
        );

    /// <summary>Whether the logs, from which all results come, have each message that a user sent.</summary>
    private static bool IsLogComplete(DemoOutcome outcome) =>
        outcome.Analysis.Messages.Sent == outcome.Swarm.MessagesSent;

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
        MessageCounts messages = outcome.Analysis.Messages;
        if (HasLagged(outcome))
            yield return $"the generator lagged: p99 is above {Units.Time(RunVerdict.MaxScheduleLag)}; use fewer --users, or a less busy machine";
        if (CountUnexpected(messages) is > 0 and var unexpected)
            yield return $"{Units.Count(unexpected)} unexpected messages or receipts arrived";
        if (!IsLogComplete(outcome))
            yield return $"the event logs contain {Units.Count(messages.Sent)} messages, but users sent {Units.Count(outcome.Swarm.MessagesSent)}";
        if (messages.ToSleeping > 0)
            yield return $"{Units.Count(messages.ToSleeping)} deliveries are not counted, because their recipients were not awake yet when they were sent";
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
