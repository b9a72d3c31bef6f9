using System.Collections.Immutable;
using MGen.Wire;

namespace MGen.Replication;

// Who is in sync: removes silent backups, brings new ones up to date, and hands the partition over.
internal sealed partial class Primary
{
    /// <summary>Brings the partition nearer to where the view wants it; one change of the row at a time.</summary>
    private void Manage(TimeSpan now)
    {
        if (_replica.HasChange)
            return;
        _isHandingOver = false;
        if (_followers.Values.Any(follower => IsLost(follower, now)))
        {
            Remove([.. _followers.Values.Where(follower => IsLost(follower, now)).Select(follower => follower.Node)], now);
            return;
        }
        if (_transfer is { IsDone: true } done)
        {
            if (_replica.View.Dead.Contains(done.Target) || _followers.GetValueOrDefault(done.Target)?.IsSilent(now, _settings) != false)
                FailTransfer(done, now);
            else
                TryAddBackup();
            return;
        }
        PartitionMap? map = FindPlaces();
        if (map is null || (map.Silos.Length == 1 && map.Silos[0] == _replica.Self))
            ReleaseLeavers(now);
        else
            Place(map, now);
    }

    private bool IsLost(Follower follower, TimeSpan now) =>
        Config.IsInSync(follower.Node) && (_replica.View.Dead.Contains(follower.Node) || follower.IsSilent(now, _settings));

    /// <summary>Where partitions should be when those that leave are gone; <c>null</c> if nobody stays.</summary>
    private PartitionMap? FindPlaces()
    {
        if (!_replica.View.Silos.Any(IsLeaving))
            return _replica.View.Map;
        ImmutableArray<NodeId> silos = [.. _replica.View.Silos.Where(silo => !IsLeaving(silo)).Order()];
        return silos.IsEmpty ? null : new PartitionMap(silos);
    }

    private bool IsLeaving(NodeId silo) => _leaving.Contains(silo) || (silo == _replica.Self && _replica.IsLeaving);

    /// <summary>There is nobody to replace a backup that wants to leave: it goes.</summary>
    private void ReleaseLeavers(TimeSpan now)
    {
        NodeId[] leavers = [.. Config.InSync.Where(_leaving.Contains)];
        if (leavers.Length > 0)
            Remove(leavers, now);
    }

    private void Place(PartitionMap map, TimeSpan now)
    {
        NodeId primary = map.GetPrimary(_replica.Partition);
        NodeId wanted = primary == _replica.Self ? map.GetBackup(_replica.Partition) : primary;
        NodeId[] backups = [.. Config.InSync.Where(node => node != _replica.Self)];
        if (!backups.Contains(wanted))
        {
            NodeId target = _backOff.Allows(wanted, now) ? wanted : backups.Length > 0 ? default : Array.Find(map.Rank(_replica.Partition), silo => silo != _replica.Self && _backOff.Allows(silo, now));
            if (target.IsSet && _transfer is null)
                StartTransfer(target, now);
            return;
        }
        if (backups.Length > 1)
            _replica.Propose(Config with { Epoch = _replica.NextEpoch, InSync = [_replica.Self, wanted] });
        else if (primary != _replica.Self && (_replica.IsLeaving || now - _since >= _settings.HandOverAfter))
            HandOver(primary);
    }

    /// <summary>Posts wait from now on; the row changes once everything is committed.</summary>
    private void HandOver(NodeId node)
    {
        _isHandingOver = true;
        if (_committed != _state.Applied)
            return;
        EndTransfer();
        _replica.Propose(Config with { Epoch = _replica.NextEpoch, Primary = node });
    }

    private void Remove(NodeId[] nodes, TimeSpan now)
    {
        foreach (NodeId node in nodes)
            _backOff.Failed(node, now);
        _replica.Propose(Config with { Epoch = _replica.NextEpoch, InSync = [.. Config.InSync.Where(node => !nodes.Contains(node))] });
    }

    private void StartTransfer(NodeId target, TimeSpan now)
    {
        _transfer = new OutgoingTransfer(target, ++_transfers);
        _former.Remove(target);
        _replica.Report(ReplicaEventKind.TransferStarted, target, _state.Applied);
        SendPart(now);
    }

    /// <summary>Sends the next part, or the one under way again.</summary>
    private void SendPart(TimeSpan now)
    {
        if (_transfer is not { IsDone: false } transfer)
            return;
        if (_replica.View.Dead.Contains(transfer.Target) || transfer.IsSilent(now, _settings))
            FailTransfer(transfer, now);
        else if (transfer.NextMessage(_state, Config.Epoch, _term, now, _settings) is { } part)
            Output.Messages.Add((transfer.Target, part));
    }

    private void TakeTransferAnswer(TransferTaken taken, TimeSpan now)
    {
        if (!_transfer!.TakeAnswer(taken.Number))
            return;
        if (!_transfer.IsDone)
        {
            SendPart(now);
            return;
        }
        _replica.Report(ReplicaEventKind.TransferDone, _transfer.Target, _transfer.Bytes);
        AddFollower(_transfer.Target, _transfer.EndsAt, now);
        SendAppends(now);
        TryAddBackup();
    }

    /// <summary>
    /// The receiver of a transfer becomes a backup once it has everything that is committed: from the proposal on, commits wait for it, too. It replaces the
    /// other backups: a partition has two copies.
    /// </summary>
    private void TryAddBackup()
    {
        if (_transfer is { IsDone: true } transfer && !_replica.HasChange && _followers.GetValueOrDefault(transfer.Target)?.Acknowledged >= _committed)
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
        if (_transfer is { IsDone: true } transfer && !Config.IsInSync(transfer.Target))
            _followers.Remove(transfer.Target);
        _transfer = null;
    }
}
