using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

// The log lines of a silo about its partitions.
internal sealed partial class PartitionHost
{
    private void Report(Replica replica, ReplicaEvent replicaEvent)
    {
        (ReplicaEventKind kind, NodeId node, long count, long epoch) = replicaEvent;
        _metrics.CountEvent(kind);
        LogLevel level = kind is ReplicaEventKind.RowRestored or ReplicaEventKind.TransferFailed
            ? LogLevel.Warning
            : LogLevel.Information;
        string unit = kind is ReplicaEventKind.TransferDone or ReplicaEventKind.TransferFailed ? "bytes" : "inputs";
        string description = Describe(kind);
        LogEvent(_logger, level, replica.Partition, description, kind, node, count, unit, epoch);
        if (kind is ReplicaEventKind.TookOver or ReplicaEventKind.StateLost)
            _recovery.Add(replica, replicaEvent, Now - _viewChanged);
    }

    /// <summary>Describes an event. "The node" is the member that the log line names in parentheses.</summary>
    private static string Describe(ReplicaEventKind kind) =>
        kind switch
        {
            ReplicaEventKind.StartedEmpty => "created, empty; this silo is the primary",
            ReplicaEventKind.StateLost =>
                "all replicas in sync are dead and the state is lost; this silo is the primary of a new, empty incarnation",
            ReplicaEventKind.TookOver => "the node, the primary, failed; this silo is the primary now",
            ReplicaEventKind.TookHandOver => "the primary handed over; this silo is the primary now",
            ReplicaEventKind.StoppedLeading => "this silo is no longer the primary; the node is",
            ReplicaEventKind.BackupAdded => "the node is a backup now",
            ReplicaEventKind.BackupRemoved => "the node is no longer a backup",
            ReplicaEventKind.TransferStarted => "the transfer of the state to the node begins",
            ReplicaEventKind.TransferDone => "the transfer of the state to the node is complete",
            ReplicaEventKind.TransferFailed => "the transfer of the state to the node failed",
            ReplicaEventKind.StateDropped => "this silo is no longer a replica and dropped its state",
            ReplicaEventKind.RowRestored => "the row was missing from the table and is written again",
            _ => "unknown event",
        };

    [LoggerMessage(
        60,
        LogLevel.Warning,
        "Partition {Partition}: the gateway at {Address} does not acknowledge a delivery ({Reason})"
    )]
    private static partial void LogUndelivered(ILogger logger, int partition, NodeId address, string reason);

    [LoggerMessage(
        61,
        LogLevel.Warning,
        "The table of partitions cannot be reached ({Reason}); until it can, a replica that fails is not replaced"
    )]
    private static partial void LogTableAway(ILogger logger, string reason);

    [LoggerMessage(
        63,
        LogLevel.Warning,
        "Partition {Partition}: the table refuses a change of its row, because this silo was declared dead"
    )]
    private static partial void LogDead(ILogger logger, int partition);

    [LoggerMessage(
        EventId = 62,
        Message = "Partition {Partition}: {Description} (node {Node}, {Count} {Unit}, epoch {Epoch}, {Event})"
    )]
    private static partial void LogEvent(
        ILogger logger,
        LogLevel level,
        int partition,
        string description,
        ReplicaEventKind @event,
        NodeId node,
        long count,
        string unit,
        long epoch
    );
}
