using System.Text;
using MGen.EventLog;
using MGen.Grains;
using MGen.Wire;

namespace MGen.Silo;

/// <summary>Brings what groups report into a silo's event log and counters.</summary>
internal sealed class SiloEvents(ServerLog log, PartitionMetrics metrics) : IGroupEvents
{
    public void Dropped(Identifier group, Identifier member, DropReason reason, long count)
    {
        log.Dropped(member.Text, group.Text, reason.ToString(), (int)Math.Min(count, int.MaxValue));
        metrics.Dropped(reason, count);
    }

    public void UnknownRecipient(Identifier group, Identifier sender, Frame receipt)
    {
        log.Dropped(Encoding.UTF8.GetString(receipt.Target), group.Text, nameof(DropReason.UnknownRecipient));
        metrics.Dropped(DropReason.UnknownRecipient, 1);
    }
}
