using MGen.Wire;

namespace MGen.Replication;

// Changes of the row: proposes them, adopts new rows, and becomes primary or backup accordingly.
public sealed partial class Replica
{
    /// <summary>
    /// The epoch for the next row. It is above every epoch that this replica has seen or proposed: a proposal whose
    /// response was lost may have been carried out before the table was emptied.
    /// </summary>
    internal long NextEpoch => Math.Max(_epoch, _proposed) + 1;

    /// <summary>Whether the table has lost the row that this replica knows.</summary>
    private bool IsRowLost => Config is not null && _rowEpoch < Config.Epoch;

    /// <summary>
    /// The epoch for a row that the table does not have. It is possible that no replica knows the highest epoch of a
    /// lost row, so the next number could have been used before, for another row. The time in milliseconds is above
    /// that epoch, because a row changes less often than once a millisecond. If clocks differ by more than the age of
    /// the row, the time may be below that epoch; then <see cref="ReplicaSettings.EpochDistance"/> makes it unlikely
    /// that two replicas choose the same number.
    /// </summary>
    private long CreateEpoch(TimeSpan now) =>
        Math.Max(NextEpoch, settings.FirstEpoch + (long)now.TotalMilliseconds) + settings.EpochDistance;

    internal void Propose(PartitionConfig next, long? expectedEpoch = null)
    {
        _proposed = Math.Max(_proposed, next.Epoch);
        _change = new ConfigChange(expectedEpoch ?? Config?.Epoch ?? 0, next);
        Output.Changes.Add(_change);
    }

    /// <summary>
    /// Proposes the same change again after its response was lost, until its outcome is known. A different change could
    /// be carried out in addition to it.
    /// </summary>
    private void RetryChange(TimeSpan now)
    {
        // _changeRetry is null while the table has not responded. Then this comparison is false, and the rest changes
        // nothing.
        if (_changeRetry > now)
            return;
        if (_changeRetry is not null)
            Output.Changes.Add(_change!);
        _changeRetry = null;
    }

    /// <summary>
    /// Sends the row that the table has lost to the row's primary. If the primary is dead, sends the row to its
    /// possible successors, which may never have read the row: the other replicas in sync, and the silo that starts a
    /// new incarnation if all replicas in sync are dead.
    /// </summary>
    private void SendLostRow()
    {
        Configured lost = new(Config!);
        if (!View.Dead.Contains(Config!.Primary))
        {
            Output.Messages.Add((Config.Primary, lost));
            return;
        }
        IEnumerable<NodeId> successors = Config.InSync.Append(View.Map?.GetPrimary(partition) ?? self);
        foreach (NodeId node in successors.Where(node => node != self && !View.Dead.Contains(node)).Distinct())
            Output.Messages.Add((node, lost));
    }

    private void RestoreRow(PartitionConfig? row, TimeSpan now)
    {
        Report(ReplicaEventKind.RowRestored, self, row?.Epoch ?? 0);
        Propose(Config! with { Epoch = CreateEpoch(now) }, row?.Epoch ?? 0);
    }

    /// <summary>
    /// Proposes this replica as primary in three cases: there is no row; the primary is dead and this replica is in
    /// sync and has the state; all other replicas in sync are dead, and this replica has no state or is not in sync. In
    /// the first and the last case the proposal starts a new incarnation.
    /// </summary>
    private void ClaimIfNeeded(TimeSpan now)
    {
        bool isWanted = !_isLeaving && View.Map?.GetPrimary(partition) == self;
        if (Config is null)
        {
            if (isWanted && _rowMissingSince is { } since && now - since >= settings.ClaimAfter)
            {
                long epoch = CreateEpoch(now);
                Propose(new PartitionConfig(epoch, self, [self], epoch), 0);
            }
            return;
        }
        if (!View.Dead.Contains(Config.Primary))
            return;
        // The changes below expect _rowEpoch, the row that was read, not the row that this replica remembers.
        long next = IsRowLost ? CreateEpoch(now) : NextEpoch;
        if (_state is not null && Config.IsInSync(self))
            Propose(Config with { Epoch = next, Primary = self, InSync = [self] }, _rowEpoch);
        else if (
            (isWanted || Config.IsInSync(self)) && Config.InSync.All(node => node == self || View.Dead.Contains(node))
        )
            Propose(new PartitionConfig(next, self, [self], next), _rowEpoch);
    }

    private void Adopt(PartitionConfig row, TimeSpan now)
    {
        PartitionConfig? before = Config;
        Config = row;
        _rowEpoch = row.Epoch;
        _epoch = Math.Max(_epoch, row.Epoch);
        // The row has left the epoch that the change expects, so the change was carried out or never will be.
        if (_change is not null && row.Epoch > _change.ExpectedEpoch)
        {
            _change = null;
            _changeRetry = null;
            _primary?.EndChange();
        }
        if (row.Primary != self)
            Follow(row);
        else if (_primary is not null)
            _primary.Reconfigure(before!, row, now);
        else
            Lead(before, row, now);
    }

    private void Lead(PartitionConfig? before, PartitionConfig row, TimeSpan now)
    {
        bool isEmpty = row.Incarnation == row.Epoch;
        if (isEmpty)
            _state = new PartitionState(limits, events);
        if (_state is null)
        {
            // The row names this replica although it has no state: a bug, or the table was edited. Record the loss by a
            // new incarnation.
            Propose(new PartitionConfig(NextEpoch, self, [self], NextEpoch));
            return;
        }
        _joining = null;
        // Without this, Follow could later keep this state by mistake, as a state that the next primary is
        // transferring.
        _stateFrom = self;
        _state.IsPrimary = true;
        ReplicaEventKind kind = !isEmpty
            ? row.InSync.Length > 1
                ? ReplicaEventKind.TookHandOver
                : ReplicaEventKind.TookOver
            : before is null
                ? ReplicaEventKind.StartedEmpty
                : ReplicaEventKind.StateLost;
        bool isFailover = kind is ReplicaEventKind.TookOver or ReplicaEventKind.StateLost;
        Report(kind, isFailover && before is not null ? before.Primary : self, _state.Applied);
        _primary = new Primary(this, _state, row, now);
        _primary.Begin(now);
    }

    private void Follow(PartitionConfig row)
    {
        bool keeps = row.IsInSync(self);
        if (_primary is not null)
        {
            keeps &= _primary.Stop();
            _primary = null;
            _state!.IsPrimary = false;
            Report(ReplicaEventKind.StoppedLeading, row.Primary, _state.Applied);
            // With this message the new primary can start immediately. It need not read the table, which may have lost
            // the row since.
            Output.Messages.Add((row.Primary, new Configured(row)));
        }
        // The row's primary may be transferring this state to this replica, which then becomes a backup.
        if (_stateFrom == row.Primary || _stateEpoch >= row.Epoch)
            return;
        _joining = null;
        if (!keeps)
            DropState();
    }

    private void AcceptConfigured(NodeId from, PartitionConfig config)
    {
        // Drops an older state only: a state that was transferred in this row's epoch is about to become a backup's
        // state.
        if (config.Epoch == Config!.Epoch && !config.IsInSync(self) && _stateEpoch < config.Epoch)
            DropState();
        Output.Messages.Add((from, new ConfiguredAcknowledged(config.Epoch)));
    }
}
