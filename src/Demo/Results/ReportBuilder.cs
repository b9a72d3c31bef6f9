using MGen.Analysis.Results;
using MGen.Cli;
using MGen.Demo.Deployments;
using MGen.Demo.Nodes;
using MGen.Messenger.Measurement;
using MGen.SwarmHosting;
using static MGen.Demo.Results.DemoReport;

namespace MGen.Demo.Results;

/// <summary>
/// Judges an outcome and builds its report: from the analysis of the event logs, and the users' counters as
/// <c>mgen-client</c> and <c>mgen-peer</c> judge them.
/// </summary>
internal static class ReportBuilder
{
    /// <summary>
    /// Begins the names of lines that servers log for dropped frames. The missing deliveries themselves are counted by
    /// another name.
    /// </summary>
    private const string DroppedPrefix = "dropped: ";

    /// <summary>Builds the report of a run.</summary>
    public static DemoReport Build(DemoOutcome outcome)
    {
        MessageCounts messages = outcome.Analysis.Messages;
        AttachmentSummary attachments = outcome.Analysis.Attachments;
        LedgerSnapshot swarm = outcome.Swarm;
        SortedDictionary<string, long> losses = CountLosses(outcome);
        RunVerdict verdict = Judge(outcome, losses);
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
                HasWebServer(outcome) ? attachments.Sent : 0,
                swarm.AttachmentsUploaded,
                swarm.AttachmentBytesUploaded,
                HasWebServer(outcome) ? attachments.Received : 0,
                swarm.AttachmentsDownloaded,
                swarm.AttachmentBytesDownloaded,
                swarm.AttachmentErrors
            ),
            Losses = losses,
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

    /// <summary>The worse of what the counters and what the logs say; a cluster must also show its kills.</summary>
    private static RunVerdict Judge(DemoOutcome outcome, SortedDictionary<string, long> losses)
    {
        RunVerdict verdict = RunVerdict.For(
            outcome.Swarm,
            outcome.TalkTime,
            outcome.LogLines.Lost,
            isCutShort: outcome.WasInterrupted
        );
        if (verdict.Code is not (ExitCode.Ok or ExitCode.Doubtful))
            return verdict;
        if (losses.Count > 0 || CountUnexpected(outcome.Analysis.Messages) > 0)
            return RunVerdict.Lossy;
        // The log of a killed process may end within a line, which the analysis doubts.
        bool areLogsDoubtful = outcome.Kills.Count == 0 && outcome.Analysis.Verdict == Verdict.Doubtful;
        return areLogsDoubtful || !IsLogComplete(outcome) || !HasShownAll(outcome) ? RunVerdict.Doubtful : verdict;
    }

    /// <summary>
    /// Lost deliveries, receipts and attachments, by the last place where the logs show them; places without losses are
    /// absent.
    /// </summary>
    private static SortedDictionary<string, long> CountLosses(DemoOutcome outcome)
    {
        SortedDictionary<string, long> losses = new(StringComparer.Ordinal);
        foreach ((string stage, long count) in outcome.Analysis.Losses)
        {
            // A killed server's log is incomplete: a message may have reached it although the log does not show it.
            bool isUntraced = outcome.Kills.Count > 0 && stage == "neverReachedServer";
            if (!stage.StartsWith(DroppedPrefix, StringComparison.Ordinal))
                Add(isUntraced ? "unknown" : stage, count);
        }
        if (HasWebServer(outcome))
        {
            // From the swarm's counters: the log's lines about attachments do not name their message.
            Add("notUploaded", outcome.Analysis.Attachments.Sent - outcome.Swarm.AttachmentsUploaded);
            Add("notDownloaded", outcome.Analysis.Attachments.Received - outcome.Swarm.AttachmentsDownloaded);
        }
        return losses;

        void Add(string stage, long count)
        {
            if (count > 0)
                losses[stage] = losses.GetValueOrDefault(stage) + count;
        }
    }

    /// <summary>Between peers attachments are sent inline.</summary>
    private static bool HasWebServer(DemoOutcome outcome) => outcome.Identity.Deployment != DeploymentKind.Peers;

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
        outcome.Identity.Deployment != DeploymentKind.Cluster
        || (outcome.Kills.Count == KillDrill.Kills && outcome.EndedByThemselves.Count == 0);

    private static ClusterPart? Cluster(DemoOutcome outcome) =>
        outcome.Identity.Deployment != DeploymentKind.Cluster
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
                [.. outcome.EndedByThemselves.Select(node => node.ToString())]
            );

    private static RunPart Run(DemoOutcome outcome)
    {
        DemoIdentity identity = outcome.Identity;
        return new RunPart(
            ProgramVersion.Text,
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
        foreach (string warning in RunWarnings.Find(outcome.Swarm, outcome.TalkTime, outcome.LogLines.Lost))
            yield return warning;
        foreach (string warning in outcome.Analysis.Warnings)
            yield return warning;
        if (!IsLogComplete(outcome))
            yield return $"the event logs contain {Count(outcome.Analysis.Messages.Sent)} messages, but users sent {Count(outcome.Swarm.MessagesSent)}";
        if (outcome.Swarm.AttachmentErrors > 0)
            yield return $"{Count(outcome.Swarm.AttachmentErrors)} uploads or downloads failed and were retried";
        foreach (NodeName node in outcome.EndedByThemselves)
            yield return $"{node} ended unexpectedly; see {node.DiagnosticsFile}";
        if (!outcome.WasInterrupted && Cluster(outcome) is { Kills.Count: < KillDrill.Kills and var kills })
            yield return $"only {kills} of {KillDrill.Kills} processes were killed: the cluster was not ready for more";
        if (outcome.HasDiagnostics)
            yield return $"the programs wrote diagnostics; see {LogFolder.DiagnosticsFile}";
    }

    private static string Count(long count) => QuantityText.Count(count);
}
