using System.Text;
using MGen.EventLog;
using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway;

/// <summary>Writes the reports of groups to the event log and metrics of a server with groups and a gateway.</summary>
public sealed partial class GatewayGroupEvents(
    ServerLog log,
    GatewayMetrics metrics,
    TimeProvider clock,
    ILogger<GatewayGroupEvents> logger
) : IPartitionEvents
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

    /// <inheritdoc/>
    public void GroupFailed(Identifier group, Exception bug)
    {
        ArgumentNullException.ThrowIfNull(group);
        LogGroupFailed(logger, group.Text, bug);
    }

    /// <inheritdoc/>
    public void Relayed(Identifier group, Frame frame, bool isPrimary)
    {
        DateTimeOffset now = clock.GetUtcNow();
        MessageTrace.Record(isPrimary ? TraceHop.Partition : TraceHop.SecondCopy, group, frame, default, now, now);
    }

    [LoggerMessage(
        5,
        LogLevel.Error,
        "An unhandled exception closed group {Group}: its connections end, and the frames queued for its members are lost"
    )]
    private static partial void LogGroupFailed(ILogger logger, string group, Exception bug);
}
