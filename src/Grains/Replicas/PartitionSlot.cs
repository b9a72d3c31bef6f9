using MGen.Grains.Blobs;
using MGen.Grains.Partitions;

namespace MGen.Grains.Replicas;

/// <summary>
/// A silo's place for one partition's state: the primary's, which a grain drives, the backup's, or none. Whoever claimed it last owns it, and
/// nobody else changes it: so a primary that does not know yet that it was replaced finds out before it can answer for anything. Thread-safe.
/// </summary>
internal sealed class PartitionSlot(int partition, IGroupEvents events)
{
    private readonly Lock _lock = new();
    private readonly SlotEvents _events = new(events);
    private Guid _owner;
    private PartitionState? _state;
    private byte[] _arriving = [];
    private byte[] _leaving = [];

    /// <summary>Whether there is a copy here, the primary's or another.</summary>
    public bool HasCopy
    {
        get
        {
            lock (_lock)
                return _state is not null;
        }
    }

    /// <summary>Whether there is a copy here that another silo's primary keeps up to date.</summary>
    public bool IsBackup
    {
        get
        {
            lock (_lock)
                return _state is not null && !_events.IsPrimary;
        }
    }

    /// <summary>A new activation takes the partition over.</summary>
    /// <returns>How many inputs the copy here has applied; -1 if there is none.</returns>
    public long Claim(Guid owner)
    {
        lock (_lock)
        {
            (_owner, _arriving, _leaving, _events.IsPrimary) = (owner, [], [], false);
            return _state?.Applied ?? -1;
        }
    }

    /// <summary>Reads a part of the copy. With the first one the whole is put down.</summary>
    /// <returns><c>null</c> if there is no copy, or the owner is another one now.</returns>
    public ReplicaChunk? Fetch(Guid owner, int offset)
    {
        lock (_lock)
        {
            if (_state is null || owner != _owner)
                return null;
            if (offset == 0)
                _leaving = PartitionSnapshot.Write(_state);
            int length = Math.Min(ReplicaChunk.MaxBytes, _leaving.Length - offset);
            ReplicaChunk chunk = new(partition, owner, offset, _leaving.Length, _leaving.AsSpan(offset, length).ToArray());
            if (offset + length == _leaving.Length)
                _leaving = [];
            return chunk;
        }
    }

    /// <summary>Takes a part of a copy. With the last one it is there.</summary>
    public ReplicaAnswer Install(ReplicaChunk chunk)
    {
        lock (_lock)
        {
            if (IsSuperseded(chunk.Owner))
                return ReplicaAnswer.Superseded;
            _owner = chunk.Owner;
            if (chunk.Offset == 0)
                _arriving = new byte[chunk.Total];
            if (_arriving.Length != chunk.Total)
                return ReplicaAnswer.NeedsSnapshot;
            chunk.Bytes.CopyTo(_arriving, chunk.Offset);
            if (chunk.Offset + chunk.Bytes.Length < chunk.Total)
                return ReplicaAnswer.Kept;
            _state = PartitionSnapshot.Read(_arriving, _events);
            _arriving = [];
            return ReplicaAnswer.Kept;
        }
    }

    /// <summary>Applies what the primary has applied. Inputs that came before, in a call whose answer got lost, are passed over.</summary>
    public ReplicaAnswer Append(ReplicaBatch batch)
    {
        lock (_lock)
        {
            if (IsSuperseded(batch.Owner))
                return ReplicaAnswer.Superseded;
            if (_state is null || batch.First > _state.Applied)
                return ReplicaAnswer.NeedsSnapshot;
            for (int known = (int)(_state.Applied - batch.First); known < batch.Inputs.Count; known++)
                _state.Apply(batch.Inputs[known]);
            return ReplicaAnswer.Kept;
        }
    }

    /// <summary>The copy here is no longer needed.</summary>
    public void Drop(Guid owner)
    {
        lock (_lock)
        {
            if (IsSuperseded(owner))
                return;
            (_state, _events.IsPrimary) = (null, false);
        }
    }

    /// <summary>The copy here becomes the primary's; without one a new life of the partition begins.</summary>
    /// <returns>The primary's view of it; <c>null</c> if the owner is another one now.</returns>
    public PrimaryCopy? Lead(Guid owner, GroupLimits limits)
    {
        lock (_lock)
        {
            if (owner != _owner)
                return null;
            _state ??= new PartitionState(Guid.NewGuid(), limits, _events);
            _events.IsPrimary = true;
            return new PrimaryCopy(this, owner, _state.Incarnation);
        }
    }

    /// <summary>Does something with the copy, for its owner only. What the action needs comes as an argument, so that nothing is made for each call.</summary>
    /// <exception cref="SupersededException">The owner is another one now.</exception>
    public T Use<TArgument, T>(Guid owner, TArgument argument, Func<PartitionState, TArgument, T> action)
    {
        lock (_lock)
            return owner == _owner && _state is not null ? action(_state, argument) : throw new SupersededException();
    }

    /// <summary>A slot that nobody has claimed takes what comes: a silo that has just started knows of no claim.</summary>
    private bool IsSuperseded(Guid owner) => _owner != Guid.Empty && _owner != owner;
}
