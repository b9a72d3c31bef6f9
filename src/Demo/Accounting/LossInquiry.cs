using MGen.EventLog;
using MGen.Messenger.Measurement;

namespace MGen.Demo.Accounting;

/// <summary>Finds out after a run what is lost, and how far it came. Only where something is lost the server's event log is read.</summary>
internal static class LossInquiry
{
    /// <summary>How many of each; reasons that did not occur are missing.</summary>
    /// <param name="ledger">What was made, delivered and acknowledged.</param>
    /// <param name="swarm">What was uploaded and downloaded.</param>
    /// <param name="serverLog">Path of the message server's event log, complete.</param>
    public static SortedDictionary<LossReason, long> Inquire(MessageLedger ledger, LedgerSnapshot swarm, string serverLog)
    {
        SortedDictionary<LossReason, long> losses = [];
        FateCounts counts = ledger.Counts;
        Add(LossReason.NotUploaded, counts.AttachmentsSent - swarm.AttachmentsUploaded);
        Add(LossReason.NotDownloaded, counts.AttachmentsDelivered - swarm.AttachmentsDownloaded);
        IReadOnlyList<OpenFate> open = ledger.OpenFates();
        if (open.Count == 0)
            return losses;
        HashSet<(string, string, uint)> received = ReadReceived(serverLog);
        foreach (IGrouping<LossReason, OpenFate> lost in open.GroupBy(fate => ReasonOf(fate, received)))
            Add(lost.Key, lost.Count());
        return losses;

        void Add(LossReason reason, long count)
        {
            if (count > 0)
                losses[reason] = count;
        }
    }

    private static LossReason ReasonOf(OpenFate fate, HashSet<(string, string, uint)> received)
    {
        if (fate.IsDelivered)
            return LossReason.ReceiptLost;
        return received.Contains((fate.Sender.Text, fate.Group.Text, fate.Id)) ? LossReason.NotDelivered : LossReason.NeverReachedServer;
    }

    private static HashSet<(string Sender, string Group, uint Id)> ReadReceived(string serverLog)
    {
        using FileStream file = File.OpenRead(serverLog);
        EventLogReader reader = new(file, _ => { }, LogSource.Server);
        return [.. reader.ReadAll().Where(item => item.Kind == EventKind.Received).Select(item => (item.User!, item.Group!, item.Id))];
    }
}
