using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>The intervals, time-outs and sizes of replicas. Times are of the host's monotonic clock.</summary>
public sealed record ReplicaSettings
{
    /// <summary>
    /// A primary removes a backup that has not acknowledged for this long. Default 2 s: above a long garbage
    /// collection, below the time in which the failure of a silo is detected.
    /// </summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time after which a message without a response is retransmitted. Default 500 ms.</summary>
    public TimeSpan RetransmitAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Interval of the heartbeats of an idle primary to its backups. Default 1 s.</summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A state transfer ends without success if a part is not acknowledged within this time. Default 5 s.
    /// </summary>
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After a failure a node is not chosen as backup for this long. The time doubles with each further failure, up to
    /// <see cref="LongestBackOff"/>. Default 1 s.
    /// </summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Largest value of the time of <see cref="FirstBackOff"/>. Default 30 s.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The least epoch of a row that this replica creates at time zero; it grows by one per millisecond. Default 1. A
    /// host sets it to the Unix time of its time zero in milliseconds. With this value the rows created after the table
    /// was emptied have higher epochs than the lost rows.
    /// </summary>
    public long FirstEpoch { get; init; } = 1;

    /// <summary>
    /// Added to the epoch of each row that this replica creates or restores. From 1 to
    /// <see cref="LongestEpochDistance"/>; default 1. A host sets it to <see cref="GetEpochDistance"/>, so that two
    /// replicas that do not know each other's rows and whose clocks differ rarely choose the same epoch.
    /// </summary>
    public long EpochDistance { get; init; } = 1;

    /// <summary>The largest value of <see cref="EpochDistance"/>.</summary>
    public const long LongestEpochDistance = 1023;

    /// <summary>A distance that is different for most pairs of nodes.</summary>
    public static long GetEpochDistance(NodeId node) =>
        1 + (long)(NameHash.Compute(Encoding.UTF8.GetBytes(node.Name)) % LongestEpochDistance);

    /// <summary>
    /// How long a partition must have no row before a silo creates one, so that a living primary restores a lost row
    /// first. Also how long the table must lack a backup's row before the backup sends that row to the primary. Default
    /// 1 s.
    /// </summary>
    public TimeSpan ClaimAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Shortest time that a primary leads before it hands over to the silo that its view prefers. Default 2 s, so that
    /// members with different views do not pass a partition back and forth.
    /// </summary>
    public TimeSpan HandOverAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Most bytes of groups in a part of a state transfer; a part with the last bytes of a group may exceed it by a
    /// quarter. Default 64 KiB: below the size (85,000 bytes) from which the garbage collector frees an array only
    /// together with the whole heap, which takes a second if the heap has a gigabyte.
    /// </summary>
    public int TransferPartBytes { get; init; } = 64 * 1024;

    /// <summary>
    /// Most bytes of inputs that wait for the next part of a state transfer. Above this limit the transfer ends without
    /// success. Default 64 MiB.
    /// </summary>
    public int TransferBacklogBytes { get; init; } = 64 << 20;

    /// <summary>Most items of one delivery. Default 8,192: about 100 KB for one busy member.</summary>
    public int DeliveryItems { get; init; } = 8_192;
}

/// <summary>The members of the cluster as one member knows them. After a change, views differ for a while.</summary>
/// <param name="Silos">The living silos that are not leaving, in any order.</param>
/// <param name="Dead">Members that have left or were declared dead. An identity is never used again.</param>
/// <param name="Partitions">The cluster's number of partitions.</param>
public sealed record MembershipView(
    ImmutableArray<NodeId> Silos,
    FrozenSet<NodeId> Dead,
    int Partitions = PartitionMap.DefaultCount
)
{
    /// <summary>A view without members.</summary>
    public static MembershipView Empty { get; } = new([], []);

    // Created once per view, because creation hashes every silo for every partition and each replica reads the map at
    // each tick.
    private readonly PartitionMap? _map = Silos.IsEmpty ? null : new PartitionMap([.. Silos.Order()], Partitions);

    /// <summary>The placement of partitions that this view asks for; <c>null</c> while there is no silo.</summary>
    public PartitionMap? Map => _map;
}

/// <summary>Events of a replica, for logs and metrics.</summary>
public enum ReplicaEventKind
{
    /// <summary>This replica became primary of a partition that had no row.</summary>
    StartedEmpty,

    /// <summary>
    /// This replica became primary of a new, empty incarnation, because every replica in sync is dead: the state is
    /// lost. The event's node is the previous primary.
    /// </summary>
    StateLost,

    /// <summary>This replica became primary because the previous primary, the event's node, died.</summary>
    TookOver,

    /// <summary>This replica became primary because the primary handed over.</summary>
    TookHandOver,

    /// <summary>This replica is no longer primary.</summary>
    StoppedLeading,

    /// <summary>A backup was added: it is in sync.</summary>
    BackupAdded,

    /// <summary>A backup was removed: dead, silent, or no longer wanted.</summary>
    BackupRemoved,

    /// <summary>A state transfer to a node began.</summary>
    TransferStarted,

    /// <summary>A state transfer to a node is complete.</summary>
    TransferDone,

    /// <summary>A state transfer to a node ended without success.</summary>
    TransferFailed,

    /// <summary>This replica dropped its state, which the partition does not need any more.</summary>
    StateDropped,

    /// <summary>
    /// The partition's row was missing or older than this primary's, because the table was emptied. This primary writes
    /// its row again.
    /// </summary>
    RowRestored,
}

/// <summary>An event of a replica.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Node">The node that the event concerns.</param>
/// <param name="Count">
/// How many inputs are applied; at the end of a transfer: bytes of state written; for
/// <see cref="ReplicaEventKind.RowRestored"/>: the epoch of the row in the table, 0 if there is none.
/// </param>
/// <param name="Epoch">The replica's epoch.</param>
public readonly record struct ReplicaEvent(ReplicaEventKind Kind, NodeId Node, long Count, long Epoch);

/// <summary>
/// The actions that a call of a replica asks its host to take. The host takes them and calls <see cref="Clear"/>.
/// </summary>
public sealed class ReplicaOutput
{
    /// <summary>Messages to other replicas of the partition.</summary>
    public List<(NodeId To, ReplicaMessage Message)> Messages { get; } = [];

    /// <summary>Responses to posts, each with the ticket of its post.</summary>
    public List<(object Ticket, PostResponse Response)> Responses { get; } = [];

    /// <summary>
    /// Batches of items for gateways; the host passes the response to <see cref="Replica.AcknowledgeDelivery"/>.
    /// </summary>
    public List<(NodeId To, DeliveryBatch Batch)> Deliveries { get; } = [];

    /// <summary>
    /// Changes of the row; the host passes the outcome to <see cref="Replica.OnChangeCompleted"/> or
    /// <see cref="Replica.OnChangeUnanswered"/>.
    /// </summary>
    public List<ConfigChange> Changes { get; } = [];

    /// <summary>Events to log and count.</summary>
    public List<ReplicaEvent> Events { get; } = [];

    /// <summary>Whether there is no action.</summary>
    public bool IsEmpty => Messages.Count + Responses.Count + Deliveries.Count + Changes.Count + Events.Count == 0;

    /// <summary>Removes all actions.</summary>
    public void Clear()
    {
        Messages.Clear();
        Responses.Clear();
        Deliveries.Clear();
        Changes.Clear();
        Events.Clear();
    }
}
