using MGen.Links;
using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

/// <summary>
/// Sends the messages and responses of replicas, and logs each one that cannot be written. Such a message counts as
/// lost, as if the link had broken. The caller that waits for such a response receives the failure and posts again.
/// </summary>
internal sealed partial class OutputSender(LinkNetwork links, ILogger logger)
{
    /// <summary>Sends a message to another replica of a partition.</summary>
    public void Send(int partition, NodeId to, ReplicaMessage message)
    {
        try
        {
            links.Send(
                to,
                MemberMessages.Replica,
                (partition, message),
                static (writer, body) =>
                {
                    writer.Number(body.partition);
                    ReplicaMessageCodec.Write(writer, body.message);
                }
            );
        }
        catch (Exception failure)
        {
            LogLost(logger, partition, failure);
        }
    }

    /// <summary>Responds to a post.</summary>
    public void Respond(int partition, PostTicket ticket, PostResponse response)
    {
        try
        {
            ticket.Respond(response);
        }
        catch (Exception failure)
        {
            LogLost(logger, partition, failure);
        }
    }

    [LoggerMessage(
        67,
        LogLevel.Error,
        "Partition {Partition}: a message or response of this silo could not be written and counts as lost"
    )]
    private static partial void LogLost(ILogger logger, int partition, Exception failure);
}
