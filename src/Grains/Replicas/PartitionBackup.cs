using System.Runtime.CompilerServices;
using MGen.Grains.Partitions;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Replicas;

/// <summary>
/// Keeps a partition's second copy up to date: the next silo by <see cref="PartitionMap"/> gets every input; a new one first gets everything. While
/// there is no other silo the partition is alone, and says so.
/// </summary>
internal sealed partial class PartitionBackup(
    int partition, PrimaryCopy copy, SiloAddress here, PartitionView cluster, ReplicaClient replicas, PartitionMetrics metrics, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly AppendCall _append = new(partition, copy.Owner);
    private readonly HashSet<SiloAddress> _former = [];
    private SiloAddress? _silo;
    private SiloAddress? _failed;
    private bool _isAlone;

    /// <summary>Whether it should be somewhere else than it is.</summary>
    public bool IsMisplaced => _silo != Choose();

    /// <summary>Silos that have a copy of before; they lose it when there is a new one.</summary>
    public void Remember(IEnumerable<SiloAddress> silos) => _former.UnionWith(silos);

    /// <summary>Completes when the backup has these inputs, which were applied here, or there is nobody who could have them.</summary>
    /// <param name="first">How many inputs were applied before them.</param>
    /// <param name="inputs">The inputs; none: only see to it that there is a backup.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="SupersededException">Another activation has taken the partition over.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask KeepAsync(long first, IReadOnlyList<PartitionInput> inputs, CancellationToken cancellationToken)
    {
        while (Choose() is { } silo)
        {
            try
            {
                ReplicaAnswer answer = silo == _silo ? await AppendAsync(silo, first, inputs) : await InstallAsync(silo);
                if (answer == ReplicaAnswer.Superseded)
                    throw new SupersededException();
                if (answer == ReplicaAnswer.Kept)
                {
                    Found(silo);
                    return;
                }
                _silo = null; // it has none, or not this one
            }
            catch (Exception failure) when (failure is not SupersededException)
            {
                LogUnreachable(logger, partition, silo, failure.Message);
                _failed = silo;
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
        _silo = null;
        Lost();
    }

    public void Dispose() => Found(null);

    /// <summary>Who should have it: the map's choice, or while that one does not answer any other silo.</summary>
    private SiloAddress? Choose()
    {
        if (cluster.Map is not { } map)
            return null;
        if (_failed is not null && !map.Silos.Contains(_failed))
            _failed = null;
        SiloAddress? wanted = map.PrimaryOf(partition) == here ? map.BackupOf(partition) : map.PrimaryOf(partition);
        return wanted is not null && wanted == _failed ? map.Silos.FirstOrDefault(silo => silo != here && silo != _failed, _failed) : wanted;
    }

    private ValueTask<ReplicaAnswer> AppendAsync(SiloAddress silo, long first, IReadOnlyList<PartitionInput> inputs)
    {
        if (inputs.Count == 0)
            return new(ReplicaAnswer.Kept);
        _append.Bring(first, inputs);
        return replicas.AppendAsync(silo, _append);
    }

    private async Task<ReplicaAnswer> InstallAsync(SiloAddress silo)
    {
        byte[] snapshot = copy.Snapshot();
        for (int offset = 0; offset < snapshot.Length; offset += ReplicaChunk.MaxBytes)
        {
            byte[] part = snapshot.AsSpan(offset, Math.Min(ReplicaChunk.MaxBytes, snapshot.Length - offset)).ToArray();
            ReplicaAnswer answer = await replicas.At(silo).InstallAsync(new ReplicaChunk(partition, copy.Owner, offset, snapshot.Length, part));
            if (answer != ReplicaAnswer.Kept)
                return answer;
        }
        if (_silo is not null)
            _former.Add(_silo);
        return ReplicaAnswer.Kept;
    }

    private void Found(SiloAddress? silo)
    {
        if (!_isAlone && silo == _silo && _former.Count == 0)
            return;
        if (_isAlone)
            metrics.BackupFound();
        _isAlone = false;
        _silo = silo;
        _former.Remove(silo!);
        foreach (SiloAddress former in silo is null ? [] : _former.Where(former => !cluster.IsGone(former)))
            _ = replicas.At(former).DropAsync(partition, copy.Owner); // a courtesy: what stays there is older and only takes room
        _former.Clear();
    }

    private void Lost()
    {
        if (!_isAlone)
            metrics.BackupLost();
        _isAlone = true;
    }

    [LoggerMessage(21, LogLevel.Warning, "Partition {Partition}: its backup at {Silo} does not answer ({Reason})")]
    private static partial void LogUnreachable(ILogger logger, int partition, SiloAddress silo, string reason);
}
