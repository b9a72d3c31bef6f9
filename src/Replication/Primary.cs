using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// A replica while it is primary: (1) posts gather → (2) <see cref="Flush"/> applies them → (3) every replica in sync gets the same inputs → (4) when all
/// have acknowledged, the posts are answered and the items that came of them leave for the gateways. The other half of this class keeps the partition where the
/// view wants it.
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
    private readonly Dictionary<NodeId, Follower> _followers = [];
    private readonly Dictionary<NodeId, TimeSpan> _former = [];
    private readonly HashSet<NodeId> _leaving = [];
    private readonly BackOff _backOff;
    private readonly DeliveryQueue _deliveries;
    private readonly List<(object Ticket, PartitionInput Post)> _waiting = [];
    private readonly List<object> _applied = [];
    private readonly List<PartitionInput> _log = [];
    private long _logFirst;
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
        _since = _tickedAt = now;
        _backOff = new BackOff(_settings);
        _deliveries = new DeliveryQueue(replica, state);
    }

    private PartitionConfig Config => _replica.Config!;

    private ReplicaOutput Output => _replica.Output;

    /// <summary>Tells the other replicas in sync, and commits what this one had applied as a backup once they have it, too.</summary>
    public void Begin(TimeSpan now)
    {
        foreach (NodeId node in Config.InSync.Where(node => node != _replica.Self))
            AddFollower(node, acknowledged: -1, now);
        Announce(Config, now);
        SendAppends(now);
        TryCommit(now);
    }

    /// <summary>Ends: nobody knows whether what was not committed is. The posts are retransmitted by their gateways.</summary>
    /// <returns>Whether everything that was applied here is committed, so that the state is still of use.</returns>
    public bool Stop()
    {
        PostAnswer answer = new(PostStatus.NotPrimary, Config.Epoch, 0, Config.Primary);
        foreach ((object ticket, _) in _waiting)
            Output.Answers.Add((ticket, answer));
        foreach (object ticket in _applied)
            Output.Answers.Add((ticket, answer));
        EndTransfer();
        return _committed == _state.Applied;
    }

    public void Post(object ticket, PartitionInput post) => _waiting.Add((ticket, post));

    /// <summary>(2) and (3), unless a commit is under way: then the posts wait for its end.</summary>
    public void Flush(TimeSpan now)
    {
        if (_committed != _state.Applied || _isHandingOver || (_waiting.Count == 0 && !_deliveries.HasNews && !_deliveries.HasLostGateways))
            return;
        foreach (PartitionInput input in _deliveries.TakeNews())
            Apply(input, now);
        foreach ((object ticket, PartitionInput post) in _waiting)
            ApplyPost(ticket, post, now);
        _waiting.Clear();
        long mostBytes = _state.Limits.MaxBytes / PartitionMap.Count;
        if (_state.QueuedBytes > mostBytes)
            Apply(new PartitionInput(InputKind.Trim, Guid.Empty, 0, _state.FindTrimLevel(GroupLimits.CutBack(mostBytes))), now);
        SendAppends(now);
        TryCommit(now);
    }

    public void TakeDelivery(DeliveryBatch batch, long taken, TimeSpan now) => _deliveries.TakeAnswer(batch, taken, now);

    public void Tick(TimeSpan now)
    {
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
    /// If it was this process that stood still, its backups are not the silent ones. Without this a primary that was declared dead meanwhile could remove the last other
    /// copy before it learns that it has to end.
    /// </summary>
    private void ForgivePause(TimeSpan now)
    {
        if (now - _tickedAt > 2 * _settings.RetransmitAfter)
        {
            foreach (Follower follower in _followers.Values)
                follower.Forgive(now);
        }
        _tickedAt = now;
    }

    public void Receive(NodeId from, ReplicaMessage message, TimeSpan now)
    {
        if (message.Epoch < _term)
            return;
        switch (message)
        {
            case Appended appended when _followers.TryGetValue(from, out Follower? follower):
                follower.Acknowledge(appended.Applied, now);
                _backOff.Succeeded(from);
                SendAppends(now);
                TryCommit(now);
                TryAddBackup();
                break;
            case NeedsTransfer when _followers.ContainsKey(from) && !_replica.HasChange && message.Epoch == Config.Epoch:
                Remove([from], now);
                break;
            case TransferTaken taken when _transfer is not null && _transfer.Target == from && _transfer.Id == taken.Transfer:
                TakeTransferAnswer(taken, now);
                break;
            case ConfiguredTaken taken when taken.Epoch == Config.Epoch:
                _former.Remove(from);
                break;
            case Leave:
                TakeLeave(from, now);
                break;
        }
    }

    /// <summary>A node that leaves is not chosen any more; it may go once no row names it, or will name it.</summary>
    private void TakeLeave(NodeId from, TimeSpan now)
    {
        if (_leaving.Add(from))
            Manage(now);
        if (_replica.HasChange || Config.IsInSync(from))
            return;
        if (_transfer?.Target == from)
            EndTransfer();
        Output.Messages.Add((from, new LeaveTaken(Config.Epoch)));
    }

    /// <summary>The row has changed, and this replica still leads.</summary>
    public void Reconfigure(PartitionConfig before, PartitionConfig row, TimeSpan now)
    {
        foreach (NodeId node in row.InSync.Where(node => node != _replica.Self && !before.IsInSync(node)))
            _replica.Report(ReplicaEventKind.BackupAdded, node, _state.Applied);
        foreach (NodeId node in before.InSync.Where(node => !row.IsInSync(node)))
        {
            _followers.Remove(node);
            _former[node] = now;
            _replica.Report(ReplicaEventKind.BackupRemoved, node, _state.Applied);
        }
        foreach (NodeId node in row.InSync.Where(node => node != _replica.Self && !_followers.ContainsKey(node)))
            AddFollower(node, acknowledged: -1, now);
        if (_transfer is { IsDone: true } transfer && row.IsInSync(transfer.Target))
            EndTransfer();
        Announce(row, now);
        SendAppends(now);
        TryCommit(now);
        Flush(now);
    }

    /// <summary>The change under way has an outcome.</summary>
    public void EndChange() => _isHandingOver = false;

    /// <summary>(2) Applies a post that continues its session; others are answered.</summary>
    private void ApplyPost(object ticket, PartitionInput post, TimeSpan now)
    {
        PostCheck check = _state.Check(post);
        if (check is PostCheck.Gap or PostCheck.Malformed)
        {
            PostStatus status = check == PostCheck.Gap ? PostStatus.UnknownSession : PostStatus.Malformed;
            Output.Answers.Add((ticket, new PostAnswer(status, Config.Epoch, Config.Incarnation)));
            return;
        }
        if (check == PostCheck.Next)
            Apply(post, now);
        _applied.Add(ticket);
    }

    private void Apply(PartitionInput input, TimeSpan now)
    {
        if (_transfer is { IsSent: false } && ForgetsConnections(input))
            EndTransfer(); // what a partial state forgets differs: it has no streams yet
        _state.Apply(input, _term);
        _log.Add(input);
        if (_transfer is { IsSent: false } transfer && !transfer.Add(input, _settings.TransferBacklogBytes))
            FailTransfer(transfer, now);
    }

    private bool ForgetsConnections(PartitionInput input) =>
        input.Kind == InputKind.GatewayGone || (input.Kind == InputKind.Post && _state.FindStream(input.Gateway) is { } stream && stream.Session != input.Session);

    /// <summary>(3) Sends each follower what it has not acknowledged, one message at a time; a heartbeat if there is nothing.</summary>
    private void SendAppends(TimeSpan now)
    {
        foreach (Follower follower in _followers.Values)
        {
            if (!follower.MaySend(_state.Applied, now, _settings))
                continue;
            long first = follower.Acknowledged < 0 ? _state.Applied : follower.Acknowledged;
            IReadOnlyList<PartitionInput> inputs = _log.GetRange((int)(first - _logFirst), (int)(_state.Applied - first));
            long previousTerm = first > _firstApplied ? _term : _firstTerm;
            Output.Messages.Add((follower.Node, new Append(Config.Epoch, _term, previousTerm, first, inputs)));
            follower.Sent(now);
        }
    }

    /// <summary>(4) Commits when every replica in sync has everything; while a change of the row is under way, also those that it may make in sync.</summary>
    private void TryCommit(TimeSpan now)
    {
        if (_committed == _state.Applied && _applied.Count == 0)
            return;
        if (!HasAll(Config) || (_replica.PendingChange is { } change && !HasAll(change.Next)))
            return;
        _committed = _state.Applied;
        TrimLog();
        _deliveries.Release(now);
        PostAnswer answer = new(PostStatus.Accepted, Config.Epoch, Config.Incarnation);
        foreach (object ticket in _applied)
            Output.Answers.Add((ticket, answer));
        _applied.Clear();
        if (_isHandingOver && !_replica.HasChange)
            Manage(now);
        Flush(now);
    }

    private bool HasAll(PartitionConfig row) => row.InSync.All(node => node == _replica.Self || _followers.GetValueOrDefault(node)?.Acknowledged == _state.Applied);

    private void TrimLog()
    {
        long keep = _state.Applied;
        foreach (Follower follower in _followers.Values)
            keep = Math.Min(keep, follower.Acknowledged < 0 ? keep : follower.Acknowledged);
        if (_transfer is { IsSent: true } transfer)
            keep = Math.Min(keep, transfer.EndsAt);
        if (keep == _logFirst)
            return;
        _log.RemoveRange(0, (int)(keep - _logFirst));
        _logFirst = keep;
    }

    private void AddFollower(NodeId node, long acknowledged, TimeSpan now) => _followers[node] = new Follower(node, acknowledged, now);

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
