using System.Text;
using MGen.EventLog;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>Brings what groups report into the event log and the counters of a server that hosts both.</summary>
public sealed class GatewayGroupEvents(ServerLog log, GatewayMetrics metrics) : IGroupEvents
{
    /// <inheritdoc/>
    public void Dropped(Identifier group, Identifier member, DropReason reason, long count)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(member);
        log.Dropped(member.Text, group.Text, reason.ToString(), (int)Math.Min(count, int.MaxValue));
        metrics.Dropped(reason, count);
    }

    /// <inheritdoc/>
    public void UnknownRecipient(Identifier group, Identifier sender, Frame receipt)
    {
        ArgumentNullException.ThrowIfNull(group);
        log.Dropped(Encoding.UTF8.GetString(receipt.Target), group.Text, nameof(DropReason.UnknownRecipient));
        metrics.Dropped(DropReason.UnknownRecipient, 1);
    }
}
