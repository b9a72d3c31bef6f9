using System.Globalization;
using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

/// <summary>
/// Logs which partitions this silo has taken over or lost after a failure, and which replicas it received when it
/// joined. Used on the links' loop.
/// </summary>
internal sealed partial class RecoveryLog(ILogger logger)
{
    private readonly List<Takeover> _takeovers = [];
    private bool _hasLoggedReplicas;

    /// <summary>
    /// Notes that a replica became primary because the previous primary died. If its state is lost, logs it
    /// immediately; otherwise <see cref="LogTakeovers"/> does.
    /// </summary>
    /// <param name="replica">The replica.</param>
    /// <param name="happened">The replica's event.</param>
    /// <param name="after">Time since this silo detected the failure.</param>
    public void Add(Replica replica, ReplicaEvent happened, TimeSpan after)
    {
        if (happened.Kind == ReplicaEventKind.StateLost)
            LogStateLost(logger, replica.Partition, happened.Node, happened.Epoch);
        else if (happened.Kind == ReplicaEventKind.TookOver)
            _takeovers.Add(
                new Takeover(happened.Node, replica.Partition, happened.Epoch, replica.CountContent(), after)
            );
    }

    /// <summary>Logs the partitions taken over since the last call, in one line per dead silo.</summary>
    public void LogTakeovers()
    {
        if (_takeovers.Count == 0)
            return;
        // Not one line per partition: the death of a silo that led hundreds must not cause hundreds of lines.
        foreach (IGrouping<NodeId, Takeover> from in _takeovers.GroupBy(takeover => takeover.From))
        {
            PartitionContent content = Sum(from.Select(takeover => takeover.Content));
            LogTookOver(
                logger,
                from.Key,
                string.Join(", ", from.OrderBy(takeover => takeover.Partition)),
                content.Groups,
                content.Members,
                content.Frames,
                (long)from.Max(takeover => takeover.After).TotalMilliseconds
            );
        }
        _takeovers.Clear();
    }

    /// <summary>Logs, the first time only, that this silo has the replicas that it should have.</summary>
    /// <param name="replicas">The replicas of this silo.</param>
    /// <param name="after">Time since the silo's start.</param>
    public void LogReplicas(IReadOnlyCollection<Replica> replicas, TimeSpan after)
    {
        if (_hasLoggedReplicas)
            return;
        _hasLoggedReplicas = true;
        PartitionContent content = Sum(replicas.Select(replica => replica.CountContent()));
        LogReplicaContent(
            logger,
            replicas.Count(replica => replica.IsPrimary),
            replicas.Count(replica => replica.HasState && !replica.IsPrimary),
            content.Groups,
            content.Members,
            content.Frames,
            (long)after.TotalMilliseconds
        );
    }

    private static PartitionContent Sum(IEnumerable<PartitionContent> contents) =>
        contents.Aggregate(default(PartitionContent), (sum, content) => sum.Add(content));

    [LoggerMessage(
        64,
        LogLevel.Error,
        "Partition {Partition} begins empty in epoch {Epoch}: its primary {Node} and every other silo with a replica are dead. Its groups are lost; clients register again"
    )]
    private static partial void LogStateLost(ILogger logger, int partition, NodeId node, long epoch);

    [LoggerMessage(
        65,
        LogLevel.Warning,
        "Took over from {Node}, which is dead: partitions {Partitions}; {Groups} groups with {Members} members, {Frames} frames kept for them; {Milliseconds} ms after this silo detected the failure"
    )]
    private static partial void LogTookOver(
        ILogger logger,
        NodeId node,
        string partitions,
        int groups,
        long members,
        long frames,
        long milliseconds
    );

    [LoggerMessage(
        66,
        LogLevel.Information,
        "This silo has its replicas: it is primary of {Primaries} partitions and backup of {Backups}; {Groups} groups with {Members} members, {Frames} frames kept for them; {Milliseconds} ms after its start"
    )]
    private static partial void LogReplicaContent(
        ILogger logger,
        int primaries,
        int backups,
        int groups,
        long members,
        long frames,
        long milliseconds
    );
}

/// <summary>A partition of which this silo became primary after a failure.</summary>
/// <param name="From">The dead primary.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Epoch">The epoch of the partition's new row.</param>
/// <param name="Content">The partition's content.</param>
/// <param name="After">Time since this silo detected the failure.</param>
internal readonly record struct Takeover(
    NodeId From,
    int Partition,
    long Epoch,
    PartitionContent Content,
    TimeSpan After
)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition} (epoch {Epoch})");
}
