using System.Collections.Frozen;
using System.Collections.Immutable;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>How long replicas wait. All from the host's monotonic clock.</summary>
public sealed record ReplicaSettings
{
    /// <summary>A primary removes a backup that has not acknowledged for so long. Default 2 s: above a long collection, below the time in which a dead silo is detected.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A message that was not answered for so long is retransmitted. Default 500 ms.</summary>
    public TimeSpan RetransmitAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often an idle primary asks its backups whether they are there. Default 1 s.</summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A state transfer whose part was not acknowledged for so long is given up. Default 5 s.</summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After a failure a node is not chosen as backup for so long, doubled with each further failure up to <see cref="LongestBackOff"/>. Default 1 s.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>See <see cref="FirstBackOff"/>. Default 30 s.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The epoch of a row that this replica creates at time zero; it grows by one per millisecond. Default 1. A host passes the time of day at its time zero, in milliseconds: where
    /// somebody emptied the table, the epochs of new rows are then higher than those of the rows before, and no epoch is used twice.
    /// </summary>
    public long FirstEpoch { get; init; } = 1;

    /// <summary>How long a partition without a row stays so before a silo creates the row. Default 1 s: a living primary writes a lost row again first.</summary>
    public TimeSpan ClaimAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a primary leads at least before it hands over to a better placed one. Default 2 s: members with different views must not pass it back and forth.</summary>
    public TimeSpan HandOverAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most bytes of a part of a state transfer, its last group apart. Default 256 KiB: some milliseconds of work.</summary>
    public int TransferPartBytes { get; init; } = 256 * 1024;

    /// <summary>Most bytes of inputs that wait for a state transfer; beyond it the transfer is given up. Default 64 MiB.</summary>
    public int TransferBacklogBytes { get; init; } = 64 << 20;

    /// <summary>Most items of one delivery. Default 8,192: about 100 KB for one busy member.</summary>
    public int DeliveryItems { get; init; } = 8_192;
}

/// <summary>The cluster as one member sees it. Members' views differ for a while after each change.</summary>
/// <param name="Silos">The silos that take part and do not leave, in any order.</param>
/// <param name="Dead">Members that have left or were declared dead; none comes back under its identity.</param>
public sealed record MembershipView(ImmutableArray<NodeId> Silos, FrozenSet<NodeId> Dead)
{
    /// <summary>A view of nobody.</summary>
    public static MembershipView Empty { get; } = new([], []);

    private readonly PartitionMap? _map = Silos.IsEmpty ? null : new PartitionMap([.. Silos.Order()]);

    /// <summary>Where partitions should be; <c>null</c> while there is no silo.</summary>
    public PartitionMap? Map => _map;
}

/// <summary>What happened to a replica, for logs and metrics.</summary>
public enum ReplicaEventKind
{
    /// <summary>This replica became primary of a partition that had no row.</summary>
    StartedEmpty,

    /// <summary>This replica became primary of an empty partition, because every replica in sync is dead: what they had is lost. The event's node is the primary before.</summary>
    StateLost,

    /// <summary>This replica became primary because the primary died, which is the event's node.</summary>
    TookOver,

    /// <summary>This replica became primary because the primary handed over.</summary>
    TookHandOver,

    /// <summary>This replica is no longer primary.</summary>
    StoppedLeading,

    /// <summary>A backup is in sync.</summary>
    BackupAdded,

    /// <summary>A backup was removed: dead, silent, or no longer wanted.</summary>
    BackupRemoved,

    /// <summary>A state transfer to a node began.</summary>
    TransferStarted,

    /// <summary>A state transfer to a node ended well.</summary>
    TransferDone,

    /// <summary>A state transfer to a node was given up.</summary>
    TransferFailed,

    /// <summary>This replica dropped its state.</summary>
    StateDropped,

    /// <summary>The partition's row was missing or older than this primary's, and is written again: somebody emptied the table.</summary>
    RowRestored,
}

/// <summary>An event of a replica.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Node">The node it is about.</param>
/// <param name="Count">Inputs applied, or for a transfer bytes sent.</param>
/// <param name="Epoch">The replica's epoch.</param>
public readonly record struct ReplicaEvent(ReplicaEventKind Kind, NodeId Node, long Count, long Epoch);

/// <summary>What a step of a replica asks its host to do. The host carries it out and calls <see cref="Clear"/>.</summary>
public sealed class ReplicaOutput
{
    /// <summary>Messages to other replicas of the partition.</summary>
    public List<(NodeId To, ReplicaMessage Message)> Messages { get; } = [];

    /// <summary>Answers to posts, by the ticket that came with the post.</summary>
    public List<(object Ticket, PostAnswer Answer)> Answers { get; } = [];

    /// <summary>Items for gateways; answered by <see cref="Replica.TakeDelivery"/>.</summary>
    public List<(NodeId To, DeliveryBatch Batch)> Deliveries { get; } = [];

    /// <summary>Changes of the row; answered by <see cref="Replica.TakeChange"/> or <see cref="Replica.FailChange"/>.</summary>
    public List<ConfigChange> Changes { get; } = [];

    /// <summary>What happened.</summary>
    public List<ReplicaEvent> Events { get; } = [];

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Messages.Count + Answers.Count + Deliveries.Count + Changes.Count + Events.Count == 0;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Messages.Clear();
        Answers.Clear();
        Deliveries.Clear();
        Changes.Clear();
        Events.Clear();
    }
}
