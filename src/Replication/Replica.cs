using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// One node's replica of one partition: a state machine. Its inputs are the methods; its outputs accumulate in
/// <see cref="Output"/>. It has no clock, socket or thread: the host serialises the calls and passes the time. The
/// protocol and its invariants are described in docs/REPLICATION.md.
/// </summary>
/// <param name="partition">The partition.</param>
/// <param name="self">This node.</param>
/// <param name="limits">The limits of groups, used if the partition starts empty on this node.</param>
/// <param name="settings">Intervals and time-outs.</param>
/// <param name="events">
/// Receives drops and failed groups while this replica is primary, and relayed frames always.
/// </param>
/// <param name="budget">
/// Bounds the transfers of all replicas of this node, which share the budget. Default: a budget for this replica alone.
/// </param>
public sealed partial class Replica(
    int partition,
    NodeId self,
    GroupLimits limits,
    ReplicaSettings settings,
    IPartitionEvents events,
    TransferBudget? budget = null
)
{
    private Primary? _primary;
    private PartitionState? _state;

    // The state transfer to this replica: its partial state, the groups of which not all bytes have arrived, its
    // identity (term, number), and the next expected part.
    private PartitionState? _joining;
    private BlobWriter? _cutGroups;
    private (long Term, long Number) _transfer;
    private int _nextPart;

    // The epoch in which a state transfer last reached this replica, and its sender.
    private long _stateEpoch;
    private NodeId _stateFrom;

    // The highest epoch seen in a row, message or post. An append or a part of a transfer of a lower epoch is refused.
    private long _epoch;

    // The change of the row whose outcome is unknown, and when to propose it again (null: a response is awaited).
    private ConfigChange? _change;
    private TimeSpan? _changeRetry;
    private long _proposed;

    // The epoch of the row in the table when it was last read, and since when it has been missing or older than Config.
    private long? _rowEpoch;
    private TimeSpan? _rowMissingSince;
    private bool _isLeaving;

    /// <summary>The partition.</summary>
    public int Partition => partition;

    /// <summary>This node.</summary>
    public NodeId Self => self;

    /// <summary>What the host has to do after each call.</summary>
    public ReplicaOutput Output { get; } = new();

    /// <summary>The row with the highest epoch seen; <c>null</c> if none was seen.</summary>
    public PartitionConfig? Config { get; private set; }

    /// <summary>The members of the cluster as this node knows them.</summary>
    public MembershipView View { get; private set; } = MembershipView.Empty;

    /// <summary>Whether this replica is primary.</summary>
    public bool IsPrimary => _primary is not null;

    /// <summary>Whether this replica has a complete state.</summary>
    public bool HasState => _state is not null;

    /// <summary>
    /// Counts the contents of the state; without a state all counts are 0. Takes time in proportion to the number of
    /// members.
    /// </summary>
    public PartitionContent CountContent() => _state?.CountContent() ?? default;

    /// <summary>
    /// Whether stopping this node could lose something: the row names this node, or a primary may still add this node
    /// to the row.
    /// </summary>
    public bool IsNeeded =>
        Config?.IsInSync(self) == true || (_isLeaving && (_state is not null || _change is not null));

    /// <summary>
    /// Whether the partition has the replicas that the view asks for, as far as they concern this node: if the view
    /// makes this node primary or backup, this node must be in sync; if this node leads and there is another silo,
    /// another replica must be in sync.
    /// </summary>
    public bool IsAsPlaced
    {
        get
        {
            if (View.Map is not { } map)
                return false;
            bool isWanted = map.GetPrimary(partition) == self || map.GetBackup(partition) == self;
            if (!isWanted)
                return !IsPrimary || Config!.InSync.Length > 1;
            return Config is not null && Config.IsInSync(self) && (map.Silos.Length == 1 || Config.InSync.Length > 1);
        }
    }

    internal ReplicaSettings Settings => settings;

    internal TransferBudget Budget { get; } = budget ?? new TransferBudget();

    internal PartitionState? State => _state;

    /// <summary>
    /// Whether another replica or a gateway has seen a higher epoch than this primary's and therefore refuses this
    /// primary's messages.
    /// </summary>
    internal bool IsEpochTooLow => _epoch > Config!.Epoch;

    internal bool HasChange => _change is not null;

    internal ConfigChange? PendingChange => _change;

    internal bool IsLeaving => _isLeaving;

    /// <summary>Adopts a new view of the members.</summary>
    public void SetView(MembershipView view, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(view);
        View = view;
        Tick(now);
    }

    /// <summary>
    /// Begins to leave the cluster. If this node is primary, it hands over the partition; if it is a backup, the
    /// primary replaces it. The node may stop when <see cref="IsNeeded"/> is false.
    /// </summary>
    public void Leave(TimeSpan now)
    {
        _isLeaving = true;
        Tick(now);
    }

    /// <summary>Takes a gateway's post, which waits for <see cref="Flush"/>.</summary>
    /// <param name="ticket">Identifies the post; returned with the response.</param>
    /// <param name="post">The post.</param>
    /// <param name="epoch">The highest epoch that the gateway has seen.</param>
    public void Post(object ticket, PartitionInput post, long epoch)
    {
        if (_primary is not null)
        {
            // If the gateway has seen a higher epoch, Manage raises the row's epoch (IsEpochTooLow); until then the
            // gateway refuses deliveries.
            _epoch = Math.Max(_epoch, epoch);
            _primary.Post(ticket, post);
            return;
        }
        NodeId primary = Config is not null && Config.Primary != self ? Config.Primary : default;
        Output.Responses.Add((ticket, new PostResponse(PostStatus.NotPrimary, _epoch, 0, primary)));
    }

    /// <summary>
    /// Starts a commit of all posts that wait, if none is in progress. The host calls this after it has read all
    /// available posts, so that one commit carries them all.
    /// </summary>
    public void Flush(TimeSpan now) => _primary?.Flush(now);

    /// <summary>Takes a gateway's response to a delivery.</summary>
    /// <param name="batch">The delivery.</param>
    /// <param name="taken">
    /// How many items of the stream the gateway has; -1 if it refused the delivery or did not respond.
    /// </param>
    /// <param name="now">The host's time.</param>
    public void AcknowledgeDelivery(DeliveryBatch batch, long taken, TimeSpan now) =>
        _primary?.AcknowledgeDelivery(batch, taken, now);

    /// <summary>Advances the time. The host calls this every half second.</summary>
    public void Tick(TimeSpan now)
    {
        if (_change is not null)
            RetryChange(now);
        else if (_primary is not null)
            _primary.Tick(now);
        else
            ClaimIfNeeded(now);
        if (_primary is not null || Config is null)
            return;
        if (_isLeaving && IsNeeded)
            // Sent at each tick, because a grant may get lost and the primary may change.
            Output.Messages.Add((Config.Primary, new Leave(_epoch)));
        if (Config.Primary != self && _rowEpoch < Config.Epoch && now - _rowMissingSince >= settings.ClaimAfter)
            SendLostRow();
    }

    /// <summary>Takes the row as read from the table; <c>null</c> if there is none.</summary>
    public void OnRowRead(PartitionConfig? row, TimeSpan now)
    {
        _rowEpoch = row?.Epoch ?? 0;
        // Not "row.Epoch >= Config.Epoch", which is false while Config is null, although then any row is new to this
        // replica.
        _rowMissingSince = row is not null && !(row.Epoch < Config?.Epoch) ? null : _rowMissingSince ?? now;
        if (row is not null && (Config is null || row.Epoch > Config.Epoch))
            Adopt(row, now);
        else if (_primary is not null && _change is null && (row is null || row.Epoch < Config!.Epoch))
            RestoreRow(row, now);
    }

    /// <summary>Takes the outcome of a proposed change of the row.</summary>
    /// <param name="change">The change.</param>
    /// <param name="row">
    /// The row after the attempt: the change's row if the change was carried out, otherwise the row in the table.
    /// </param>
    /// <param name="now">The host's time.</param>
    public void OnChangeCompleted(ConfigChange change, PartitionConfig? row, TimeSpan now)
    {
        if (change != _change)
            return;
        _change = null;
        _changeRetry = null;
        _primary?.EndChange();
        OnRowRead(row, now);
    }

    /// <summary>Notes that the table did not respond to a change, whose outcome is unknown.</summary>
    public void OnChangeUnanswered(ConfigChange change, TimeSpan now)
    {
        if (change == _change)
            _changeRetry = now + settings.RetransmitAfter;
    }

    /// <summary>Takes a message of another replica of the partition.</summary>
    public void Receive(NodeId from, ReplicaMessage message, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is Refused or Configured)
        {
            PartitionConfig config = message is Refused refused ? refused.Config : ((Configured)message).Config;
            if (Config is null || config.Epoch > Config.Epoch)
                Adopt(config, now);
            if (message is Configured)
                AcceptConfigured(from, config);
            return;
        }
        // Only these two messages change the receiver's state. The epochs of the others are checked by their handlers.
        if (message is Append or TransferPart && message.Epoch < _epoch)
        {
            Output.Messages.Add((from, Config?.Epoch > message.Epoch ? new Refused(Config) : new EpochSeen(_epoch)));
            return;
        }
        switch (message)
        {
            case Append append:
                OnAppend(from, append);
                break;
            case TransferPart part:
                OnTransferPart(from, part);
                break;
            case EpochSeen when _primary is not null:
                _epoch = Math.Max(_epoch, message.Epoch);
                break;
            case LeaveGranted when _isLeaving && message.Epoch >= _epoch && Config?.IsInSync(self) != true:
                DropState();
                break;
            default:
                _primary?.Receive(from, message, now);
                break;
        }
    }

    internal void Report(ReplicaEventKind kind, NodeId node, long count = 0) =>
        Output.Events.Add(new ReplicaEvent(kind, node, count, _epoch));

    private void DropState()
    {
        if (_state is null)
            return;
        Report(ReplicaEventKind.StateDropped, self, _state.Applied);
        _state = null;
    }

    private void OnAppend(NodeId from, Append append)
    {
        _epoch = append.Epoch;
        if (_primary is not null)
        {
            // Another replica leads in a higher epoch. The next read of the table shows it; until then this primary
            // commits nothing, because its backups refuse its appends.
            return;
        }
        if (_state is not { } state || !Continues(state, append))
        {
            Output.Messages.Add((from, new NeedsTransfer(append.Epoch)));
            return;
        }
        // A retransmission may contain inputs that this state already has; these are skipped.
        for (int i = (int)(state.Applied - append.First); i < append.Inputs.Count; i++)
            state.Apply(append.Inputs[i], append.Term);
        Output.Messages.Add((from, new Appended(append.Epoch, state.Applied)));
    }

    /// <summary>
    /// Whether an append continues this state's history, that is, the inputs that both have are the same.
    /// </summary>
    private static bool Continues(PartitionState state, Append append) =>
        append.First <= state.Applied
        && state.LastTerm == (append.First == state.Applied ? append.PreviousTerm : append.Term);
}
