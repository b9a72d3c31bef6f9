using MGen.Analysis.Results;
using MGen.Demo.Deployments;
using MGen.Messenger.Measurement;

namespace MGen.Demo.Results;

/// <summary>Counts what a run has lost, by the analysis of its event logs.</summary>
internal static class RunLosses
{
    /// <summary>
    /// Begins the names of lines that servers log for dropped frames. The missing deliveries themselves are counted by
    /// another name.
    /// </summary>
    private const string DroppedPrefix = "dropped: ";

    /// <summary>Lost deliveries, receipts and attachments; reasons that did not occur are absent.</summary>
    public static SortedDictionary<LossReason, long> Count(DemoOutcome outcome)
    {
        SortedDictionary<LossReason, long> losses = [];
        // A killed server's log is incomplete: a message may have reached it although the log does not show it.
        bool areLogsComplete = outcome.Kills.Count == 0;
        foreach ((string stage, long count) in outcome.Analysis.Losses)
        {
            if (!stage.StartsWith(DroppedPrefix, StringComparison.Ordinal))
                Add(ReasonFor(stage, areLogsComplete), count);
        }
        if (outcome.Identity.Deployment != DeploymentKind.Peers) // between peers attachments are sent inline
        {
            // From the swarm's counters: the log's lines about attachments do not name their message.
            AttachmentSummary messages = outcome.Analysis.Attachments;
            LedgerSnapshot swarm = outcome.Swarm;
            Add(LossReason.NotUploaded, messages.Sent - swarm.AttachmentsUploaded);
            Add(LossReason.NotDownloaded, messages.Received - swarm.AttachmentsDownloaded);
        }
        return losses;

        void Add(LossReason reason, long count)
        {
            if (count > 0)
                losses[reason] = losses.GetValueOrDefault(reason) + count;
        }
    }

    private static LossReason ReasonFor(string stage, bool areLogsComplete) =>
        stage switch
        {
            "neverReachedServer" when areLogsComplete => LossReason.NeverReachedServer,
            "notDelivered" => LossReason.NotDelivered,
            "receiptNeverReachedServer" or "receiptNotDelivered" => LossReason.ReceiptLost,
            _ => LossReason.Untraced,
        };
}

/// <summary>The last place at which a lost message or receipt was seen.</summary>
internal enum LossReason
{
    /// <summary>The message was created, and no server read it.</summary>
    NeverReachedServer,

    /// <summary>
    /// The server read the message (between peers: it was created), and the member did not process it.
    /// </summary>
    NotDelivered,

    /// <summary>
    /// The message was created, and its further path is unknown: a server was killed, and its log is incomplete.
    /// </summary>
    Untraced,

    /// <summary>The member processed the message, and its sender received no receipt.</summary>
    ReceiptLost,

    /// <summary>The upload of the attachment is incomplete.</summary>
    NotUploaded,

    /// <summary>The download of the attachment is incomplete.</summary>
    NotDownloaded,
}
