using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// A replica while it is primary: (1) posts accumulate → (2) <see cref="Flush"/> applies them → (3) every replica in
/// sync receives the same inputs → (4) when all have acknowledged, the gateways receive the responses and the resulting
/// items leave for the gateways. Primary.Placement.cs decides which replicas are in sync.
/// </summary>
internal sealed partial class Primary
{
    private readonly Replica _replica;
    private readonly PartitionState _state;
    private readonly ReplicaSettings _settings;
    private readonly long _term;
    private readonly long _firstApplied;
    private readonly long _firstTerm;
    private readonly TimeSpan _since;
    private readonly Dictionary<NodeId, BackupProgress> _backups = [];
    private readonly Dictionary<NodeId, TimeSpan> _former = [];
    private readonly HashSet<NodeId> _leaving = [];
    private readonly BackOff _backOff;
    private readonly DeliveryQueue _deliveries;
    private readonly List<(object Ticket, PartitionInput Post)> _waiting = [];
    private readonly List<object> _applied = [];

    // Inputs that a backup or a transfer may still need. The first one is input number _logFirst of the incarnation.
    private readonly List<PartitionInput> _log = [];
    private long _logFirst;

    // How many inputs are committed; -1 until the first commit of this term, since the last inputs that this replica
    // applied as a backup may not be committed.
    private long _committed;
    private bool _isHandingOver;
    private TimeSpan _tickedAt;
    private OutgoingTransfer? _transfer;
    private long _transfers;

    public Primary(Replica replica, PartitionState state, PartitionConfig row, TimeSpan now)
    {
        _replica = replica;
        _state = state;
        _settings = replica.Settings;
        _term = row.Epoch;
        _firstApplied = state.Applied;
        _firstTerm = state.LastTerm;
        _logFirst = state.Applied;
        _committed = -1;
        _since = now;
        _tickedAt = now;
        _backOff = new BackOff(_settings);
        _deliveries = new DeliveryQueue(replica, state);
    }

    private PartitionConfig Config => _replica.Config!;

    private ReplicaOutput Output => _replica.Output;

    /// <summary>
    /// Sends the row to the other replicas in sync, and commits the inputs that this replica applied as a backup once
    /// the others have acknowledged them, too.
    /// </summary>
    public void Begin(TimeSpan now)
    {
        // Only the former primary knew how many inputs a backup has applied. The backup's response to the first append
        // of this term contains that number.
        foreach (NodeId node in Config.InSync.Where(node => node != _replica.Self))
            TrackBackup(node, acknowledged: -1, now);
        Announce(Config, now);
        SendAppends(now);
        TryCommit(now);
    }

    /// <summary>
    /// Stops leading. It is unknown whether the uncommitted inputs will be committed; gateways retransmit their posts
    /// to the new primary.
    /// </summary>
    /// <returns>Whether all applied inputs are committed, so that the state may be kept as a backup's.</returns>
    public bool Stop()
    {
        PostResponse answer = new(PostStatus.NotPrimary, Config.Epoch, 0, Config.Primary);
        foreach ((object ticket, _) in _waiting)
            Output.Responses.Add((ticket, answer));
        foreach (object ticket in _applied)
            Output.Responses.Add((ticket, answer));
        EndTransfer();
        return _committed == _state.Applied;
    }

    /// <summary>(1) Adds a post to those that wait for <see cref="Flush"/>.</summary>
    public void Post(object ticket, PartitionInput post) => _waiting.Add((ticket, post));

    /// <summary>
    /// Executes steps (2) and (3). Does nothing while a commit is in progress, whose end calls this method again, and
    /// during a hand-over.
    /// </summary>
    public void Flush(TimeSpan now)
    {
        if (
            _committed != _state.Applied
            || _isHandingOver
            || (_waiting.Count == 0 && !_deliveries.HasAcknowledgements && !_deliveries.HasLostGateways)
        )
            return;
        foreach (PartitionInput input in _deliveries.DequeueInputs())
            Apply(input, now);
        foreach ((object ticket, PartitionInput post) in _waiting)
            ApplyPost(ticket, post, now);
        _waiting.Clear();
        long mostBytes = _state.Limits.MaxBytes;
        // Only the primary computes the level. It is ordered as an input, so that every replica drops the same frames.
        if (_state.QueuedBytes > mostBytes)
            Apply(
                new PartitionInput(InputKind.Trim, Guid.Empty, 0, _state.FindTrimLevel(GroupLimits.CutBack(mostBytes))),
                now
            );
        SendAppends(now);
        TryCommit(now);
    }

    public void AcknowledgeDelivery(DeliveryBatch batch, long taken, TimeSpan now) =>
        _deliveries.TakeResponse(batch, taken, now);

    public void Tick(TimeSpan now)
    {
        // Before Manage, which would count a pause of this process as silence of its backups.
        ForgivePause(now);
        _deliveries.Tick(now);
        foreach (NodeId node in _former.Keys.Where(_replica.View.Dead.Contains).ToArray())
            _former.Remove(node);
        foreach (NodeId node in _former.Keys.Where(node => now - _former[node] >= _settings.RetransmitAfter).ToArray())
            SendConfig(node, now);
        SendAppends(now);
        SendPart(now);
        Manage(now);
        Flush(now);
    }

    /// <summary>
    /// After a pause of this process, counts the silence of its backups from now on. Without this, a primary that was
    /// declared dead during the pause could remove the last other replica before it is notified of its own removal.
    /// </summary>
    private void ForgivePause(TimeSpan now)
    {
        if (now - _tickedAt > 2 * _settings.RetransmitAfter)
        {
            foreach (BackupProgress backup in _backups.Values)
                backup.Forgive(now);
        }
        _tickedAt = now;
    }

    public void Receive(NodeId from, ReplicaMessage message, TimeSpan now)
    {
        // The message is for an earlier primary of this partition, perhaps on this node. Its counts belong to another
        // history.
        if (message.Epoch < _term)
            return;
        switch (message)
        {
            case Appended appended when _backups.TryGetValue(from, out BackupProgress? backup):
                backup.Acknowledge(appended.Applied, now);
                _backOff.Succeeded(from);
                SendAppends(now);
                TryCommit(now);
                ProposeBackupIfCurrent();
                break;
            // Of the current epoch only: a delayed NeedsTransfer may concern a state that a transfer has replaced
            // since.
            case NeedsTransfer when _backups.ContainsKey(from) && !_replica.HasChange && message.Epoch == Config.Epoch:
                Remove([from], now);
                break;
            case TransferAcknowledged taken
                when _transfer is not null && _transfer.Target == from && _transfer.Id == taken.Transfer:
                OnTransferAcknowledged(taken, now);
                break;
            case ConfiguredAcknowledged taken when taken.Epoch == Config.Epoch:
                _former.Remove(from);
                break;
            case Leave:
                OnLeave(from, now);
                break;
        }
    }

    /// <summary>
    /// Handles a node's request to leave: the node is not chosen as backup any more. It may leave once neither the row
    /// nor a pending change names it.
    /// </summary>
    private void OnLeave(NodeId from, TimeSpan now)
    {
        if (_leaving.Add(from))
            Manage(now);
        if (_replica.HasChange || Config.IsInSync(from))
            return;
        // Ended before the grant, because the node drops its state after the grant and must not be proposed as backup.
        if (_transfer?.Target == from)
            EndTransfer();
        Output.Messages.Add((from, new LeaveGranted(Config.Epoch)));
    }

    /// <summary>Adopts a new row that still names this replica as primary.</summary>
    public void Reconfigure(PartitionConfig before, PartitionConfig row, TimeSpan now)
    {
        foreach (NodeId node in row.InSync.Where(node => node != _replica.Self && !before.IsInSync(node)))
            _replica.Report(ReplicaEventKind.BackupAdded, node, _state.Applied);
        foreach (NodeId node in before.InSync.Where(node => !row.IsInSync(node)))
        {
            _backups.Remove(node);
            _former[node] = now;
            _replica.Report(ReplicaEventKind.BackupRemoved, node, _state.Applied);
        }
        foreach (NodeId node in row.InSync.Where(node => node != _replica.Self && !_backups.ContainsKey(node)))
            TrackBackup(node, acknowledged: -1, now);
        if (_transfer is { IsDone: true } transfer && row.IsInSync(transfer.Target))
            EndTransfer();
        Announce(row, now);
        SendAppends(now);
        TryCommit(now);
        Flush(now);
    }

    /// <summary>Ends a hand-over, because the outcome of the pending change is known.</summary>
    public void EndChange() => _isHandingOver = false;

    /// <summary>(2) Applies a post that continues its session; other posts get their response immediately.</summary>
    private void ApplyPost(object ticket, PartitionInput post, TimeSpan now)
    {
        PostCheck check = _state.Check(post);
        if (check is PostCheck.Gap or PostCheck.Malformed)
        {
            PostStatus status = check == PostCheck.Gap ? PostStatus.UnknownSession : PostStatus.Malformed;
            Output.Responses.Add((ticket, new PostResponse(status, Config.Epoch, Config.Incarnation)));
            return;
        }
        if (check == PostCheck.Next)
            Apply(post, now);
        _applied.Add(ticket);
    }

    private void Apply(PartitionInput input, TimeSpan now)
    {
        if (_transfer is { IsSent: false } && ForgetsConnections(input))
            // The streams of the partial state have no items, so the receiver would count other frames as delivered
            // than this replica (PartitionState.ForgetGateway).
            EndTransfer();
        _state.Apply(input, _term);
        _log.Add(input);
        if (_transfer is { IsSent: false } transfer && !transfer.Add(input, _settings.TransferBacklogBytes))
            FailTransfer(transfer, now);
    }

    private bool ForgetsConnections(PartitionInput input) =>
        input.Kind == InputKind.GatewayGone
        || (
            input.Kind == InputKind.Post
            && _state.FindStream(input.Gateway) is { } stream
            && stream.Session != input.Session
        );

    /// <summary>
    /// (3) Sends each backup the inputs that it has not acknowledged, or a heartbeat if there are none. One append per
    /// backup is outstanding.
    /// </summary>
    private void SendAppends(TimeSpan now)
    {
        foreach (BackupProgress backup in _backups.Values)
        {
            if (!backup.MaySend(_state.Applied, now, _settings))
                continue;
            // If it is unknown how many inputs the backup has applied, an append without inputs finds out: a backup
            // that lacks inputs responds with NeedsTransfer.
            long first = backup.Acknowledged < 0 ? _state.Applied : backup.Acknowledged;
            IReadOnlyList<PartitionInput> inputs = _log.GetRange(
                (int)(first - _logFirst),
                (int)(_state.Applied - first)
            );
            // All inputs after _firstApplied were ordered in this term; the first _firstApplied inputs came with the
            // state.
            long previousTerm = first > _firstApplied ? _term : _firstTerm;
            Output.Messages.Add((backup.Node, new Append(Config.Epoch, _term, previousTerm, first, inputs)));
            backup.Sent(now);
        }
    }

    /// <summary>
    /// (4) Commits when every replica in sync has acknowledged all applied inputs. While a change of the row is
    /// pending, the replicas in sync after the change must have acknowledged them, too: the change may already be in
    /// the table.
    /// </summary>
    private void TryCommit(TimeSpan now)
    {
        // Retransmitted posts have tickets but add no input: their responses wait for the commit of the inputs applied
        // before.
        if (_committed == _state.Applied && _applied.Count == 0)
            return;
        if (!HasAll(Config) || (_replica.PendingChange is { } change && !HasAll(change.Next)))
            return;
        _committed = _state.Applied;
        TrimLog();
        _deliveries.Release(now);
        PostResponse answer = new(PostStatus.Accepted, Config.Epoch, Config.Incarnation);
        foreach (object ticket in _applied)
            Output.Responses.Add((ticket, answer));
        _applied.Clear();
        if (_isHandingOver && !_replica.HasChange)
            Manage(now);
        Flush(now);
    }

    private bool HasAll(PartitionConfig row) =>
        row.InSync.All(node =>
            node == _replica.Self || _backups.GetValueOrDefault(node)?.Acknowledged == _state.Applied
        );

    private void TrimLog()
    {
        long keep = _state.Applied;
        foreach (BackupProgress backup in _backups.Values)
            keep = Math.Min(keep, backup.Acknowledged < 0 ? keep : backup.Acknowledged);
        // The receiver continues with appends from EndsAt on, once it has acknowledged the last part.
        if (_transfer is { IsSent: true } transfer)
            keep = Math.Min(keep, transfer.EndsAt);
        if (keep == _logFirst)
            return;
        _log.RemoveRange(0, (int)(keep - _logFirst));
        _logFirst = keep;
    }

    private void TrackBackup(NodeId node, long acknowledged, TimeSpan now) =>
        _backups[node] = new BackupProgress(node, acknowledged, now);

    private void Announce(PartitionConfig row, TimeSpan now)
    {
        foreach (NodeId node in row.InSync.Where(node => node != _replica.Self).Concat(_former.Keys).ToArray())
            SendConfig(node, now);
    }

    private void SendConfig(NodeId node, TimeSpan now)
    {
        if (_former.ContainsKey(node))
            _former[node] = now;
        Output.Messages.Add((node, new Configured(Config)));
    }
}
