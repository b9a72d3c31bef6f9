using MGen.EventLog;
using MGen.Messenger.Measurement;

namespace MGen.Demo.Accounting;

/// <summary>
/// Determines after a run what was lost, and where. Reads the servers' event logs only if something was lost.
/// </summary>
internal static class LossInquiry
{
    /// <summary>The losses of a run with servers, by reason; reasons that did not occur are absent.</summary>
    /// <param name="ledger">The messages, deliveries and receipts.</param>
    /// <param name="swarm">The uploads and downloads.</param>
    /// <param name="serverLogs">Paths of the event logs of all servers that received messages.</param>
    /// <param name="areComplete">Whether these logs are complete; they are not if a server was killed.</param>
    public static SortedDictionary<LossReason, long> Inquire(
        MessageLedger ledger,
        LedgerSnapshot swarm,
        IEnumerable<string> serverLogs,
        bool areComplete
    )
    {
        IReadOnlyList<OpenFate> open = ledger.OpenFates();
        HashSet<(string, string, uint)> received = open.Count == 0 ? [] : [.. serverLogs.SelectMany(ReadReceived)];
        LossReason unseen = areComplete ? LossReason.NeverReachedServer : LossReason.Untraced;
        SortedDictionary<LossReason, long> losses = Count(open, fate => ReasonOf(fate, received, unseen));
        Add(losses, LossReason.NotUploaded, ledger.Counts.AttachmentsSent - swarm.AttachmentsUploaded);
        Add(losses, LossReason.NotDownloaded, ledger.Counts.AttachmentsDelivered - swarm.AttachmentsDownloaded);
        return losses;
    }

    /// <summary>
    /// The losses between peers, by reason: there is no server that could have seen a message, and attachments travel
    /// inline.
    /// </summary>
    public static SortedDictionary<LossReason, long> Inquire(MessageLedger ledger) =>
        Count(ledger.OpenFates(), fate => fate.IsDelivered ? LossReason.ReceiptLost : LossReason.NotDelivered);

    private static SortedDictionary<LossReason, long> Count(
        IReadOnlyList<OpenFate> open,
        Func<OpenFate, LossReason> reasonOf
    )
    {
        SortedDictionary<LossReason, long> losses = [];
        foreach (IGrouping<LossReason, OpenFate> lost in open.GroupBy(reasonOf))
            Add(losses, lost.Key, lost.Count());
        return losses;
    }

    private static void Add(SortedDictionary<LossReason, long> losses, LossReason reason, long count)
    {
        if (count > 0)
            losses[reason] = count;
    }

    private static LossReason ReasonOf(OpenFate fate, HashSet<(string, string, uint)> received, LossReason unseen)
    {
        if (fate.IsDelivered)
            return LossReason.ReceiptLost;
        return received.Contains((fate.Sender.Text, fate.Group.Text, fate.Id)) ? LossReason.NotDelivered : unseen;
    }

    private static List<(string Sender, string Group, uint Id)> ReadReceived(string serverLog)
    {
        using FileStream file = File.OpenRead(serverLog);
        EventLogReader reader = new(file, _ => { }, LogSource.Server);
        return
        [
            .. reader
                .ReadAll()
                .Where(item => item.Kind == EventKind.Received)
                .Select(item => (item.User!, item.Group!, item.Id)),
        ];
    }
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
