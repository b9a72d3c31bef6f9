using System.Collections.Immutable;
using MGen.Wire;

namespace MGen.Replication;

// Which replicas are in sync: removes silent backups, brings new ones up to date, and hands the partition over.
internal sealed partial class Primary
{
    /// <summary>
    /// Moves the partition one step towards the placement that the view asks for. One change of the row is in progress
    /// at a time. The order matters: a lost backup blocks every commit, so it is removed before anything else.
    /// </summary>
    private void Manage(TimeSpan now)
    {
        if (_replica.HasChange)
            return;
        // Decided at each call: the view or a backup may have changed since the previous call.
        _isHandingOver = false;
        if (_backups.Values.Any(backup => IsLost(backup, now)))
        {
            Remove([.. _backups.Values.Where(backup => IsLost(backup, now)).Select(backup => backup.Node)], now);
            return;
        }
        if (_replica.IsEpochTooLow)
        {
            // If another replica leads, the table refuses the change and returns that replica's row.
            _replica.Propose(Config with { Epoch = _replica.NextEpoch });
            return;
        }
        // The receiver has the state but the row does not name it: the transfer must succeed or fail before any other
        // change.
        if (_transfer is { IsDone: true } done)
        {
            if (
                _replica.View.Dead.Contains(done.Target)
                || _backups.GetValueOrDefault(done.Target)?.IsSilent(now, _settings) != false
            )
                FailTransfer(done, now);
            else
                ProposeBackupIfCurrent();
            return;
        }
        PartitionMap? map = FindPlaces();
        if (map is null || (map.Silos.Length == 1 && map.Silos[0] == _replica.Self))
            ReleaseLeavers(now);
        else
            Place(map, now);
    }

    private bool IsLost(BackupProgress backup, TimeSpan now) =>
        Config.IsInSync(backup.Node) && (_replica.View.Dead.Contains(backup.Node) || backup.IsSilent(now, _settings));

    /// <summary>
    /// The placement without the silos that leave; <c>null</c> if no silo stays.
    /// </summary>
    private PartitionMap? FindPlaces()
    {
        if (!_replica.View.Silos.Any(IsLeaving))
            return _replica.View.Map;
        ImmutableArray<NodeId> silos = [.. _replica.View.Silos.Where(silo => !IsLeaving(silo)).Order()];
        return silos.IsEmpty ? null : new PartitionMap(silos, _replica.View.Partitions);
    }

    private bool IsLeaving(NodeId silo) => _leaving.Contains(silo) || (silo == _replica.Self && _replica.IsLeaving);

    /// <summary>Removes backups that want to leave, without a replacement: no other silo could be backup.</summary>
    private void ReleaseLeavers(TimeSpan now)
    {
        NodeId[] leavers = [.. Config.InSync.Where(_leaving.Contains)];
        if (leavers.Length > 0)
            Remove(leavers, now);
    }

    private void Place(PartitionMap map, TimeSpan now)
    {
        NodeId primary = map.GetPrimary(_replica.Partition);
        // The silo that should lead becomes a backup first: only a replica in sync may take over.
        NodeId wanted = primary == _replica.Self ? map.GetBackup(_replica.Partition) : primary;
        NodeId[] backups = [.. Config.InSync.Where(node => node != _replica.Self)];
        if (!backups.Contains(wanted))
        {
            NodeId target = wanted;
            if (!_backOff.Allows(wanted, now))
                // With a backup, wait until the wanted silo may be tried. Without a backup, choose another silo.
                target = backups.Length > 0 ? default : FindSubstitute(map, now);
            if (target.IsSet && _transfer is null)
                StartTransfer(target, now);
            return;
        }
        if (backups.Length > 1)
            _replica.Propose(Config with { Epoch = _replica.NextEpoch, InSync = [_replica.Self, wanted] });
        else if (primary != _replica.Self && (_replica.IsLeaving || now - _since >= _settings.HandOverAfter))
            HandOver(primary);
    }

    /// <summary>The best-ranked silo that may be tried as backup now; not set if there is none.</summary>
    private NodeId FindSubstitute(PartitionMap map, TimeSpan now) =>
        Array.Find(map.Rank(_replica.Partition), silo => silo != _replica.Self && _backOff.Allows(silo, now));

    /// <summary>
    /// Hands the partition over to a backup. Posts wait from now on; the row changes once every input is committed, so
    /// that the new primary has all inputs.
    /// </summary>
    private void HandOver(NodeId node)
    {
        _isHandingOver = true;
        // TryCommit calls Manage again when all is committed: Flush orders no new input while a hand-over is pending.
        if (_committed != _state.Applied)
            return;
        EndTransfer();
        _replica.Propose(Config with { Epoch = _replica.NextEpoch, Primary = node });
    }

    private void Remove(NodeId[] nodes, TimeSpan now)
    {
        foreach (NodeId node in nodes)
            _backOff.Failed(node, now);
        _replica.Propose(
            Config with
            {
                Epoch = _replica.NextEpoch,
                InSync = [.. Config.InSync.Where(node => !nodes.Contains(node))],
            }
        );
    }

    private void StartTransfer(NodeId target, TimeSpan now)
    {
        _transfer = new OutgoingTransfer(target, ++_transfers, _replica.Budget);
        _former.Remove(target);
        _replica.Report(ReplicaEventKind.TransferStarted, target, _state.Applied);
        SendPart(now);
    }

    /// <summary>Sends the next part of the transfer, or retransmits the outstanding one if it is overdue.</summary>
    private void SendPart(TimeSpan now)
    {
        if (_transfer is not { IsDone: false } transfer)
            return;
        if (_replica.View.Dead.Contains(transfer.Target) || transfer.IsSilent(now, _settings))
            FailTransfer(transfer, now);
        else if (transfer.NextMessage(_state, Config.Epoch, _term, now, _settings) is { } part)
            Output.Messages.Add((transfer.Target, part));
    }

    private void OnTransferAcknowledged(TransferAcknowledged taken, TimeSpan now)
    {
        if (!_transfer!.TakeResponse(taken.Number))
            return;
        if (!_transfer.IsDone)
        {
            SendPart(now);
            return;
        }
        _replica.Report(ReplicaEventKind.TransferDone, _transfer.Target, _transfer.Bytes);
        TrackBackup(_transfer.Target, _transfer.EndsAt, now);
        SendAppends(now);
        ProposeBackupIfCurrent();
    }

    /// <summary>
    /// Proposes the receiver of a finished transfer as backup once it has every committed input: from the proposal on,
    /// commits wait for the receiver, too. The receiver replaces the other backups, because a partition has two
    /// replicas.
    /// </summary>
    private void ProposeBackupIfCurrent()
    {
        if (
            _transfer is { IsDone: true } transfer
            && !_replica.HasChange
            && _backups.GetValueOrDefault(transfer.Target)?.Acknowledged >= _committed
        )
            _replica.Propose(Config with { Epoch = _replica.NextEpoch, InSync = [_replica.Self, transfer.Target] });
    }

    private void FailTransfer(OutgoingTransfer transfer, TimeSpan now)
    {
        _backOff.Failed(transfer.Target, now);
        _replica.Report(ReplicaEventKind.TransferFailed, transfer.Target, transfer.Bytes);
        EndTransfer();
    }

    private void EndTransfer()
    {
        // Otherwise appends to the receiver would continue, and the log would be kept for the receiver.
        if (_transfer is { IsDone: true } transfer && !Config.IsInSync(transfer.Target))
            _backups.Remove(transfer.Target);
        _transfer?.Stop();
        _transfer = null;
    }
}
