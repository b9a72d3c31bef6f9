using System.Text;
using MGen.EventLog;
using MGen.Grains;
using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Silo;

/// <summary>Writes the reports of groups to a silo's event log and metrics.</summary>
internal sealed partial class SiloEvents(
    ServerLog log,
    PartitionMetrics metrics,
    TimeProvider clock,
    ILogger<SiloEvents> logger
) : IPartitionEvents
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

    public void GroupFailed(Identifier group, Exception bug) => LogGroupFailed(logger, group.Text, bug);

    public void Relayed(Identifier group, Frame frame, bool isPrimary)
    {
        DateTimeOffset now = clock.GetUtcNow();
        MessageTrace.Record(isPrimary ? TraceHop.Partition : TraceHop.SecondCopy, group, frame, default, now, now);
    }

    [LoggerMessage(
        27,
        LogLevel.Error,
        "An unhandled exception closed group {Group}: its connections end, and the frames queued for its members are lost"
    )]
    private static partial void LogGroupFailed(ILogger logger, string group, Exception bug);
}
