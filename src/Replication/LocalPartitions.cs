using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// The groups of a process without replication: the state of a replica without log, row and streams. Entries are
/// applied immediately on the caller's thread, and connections of this process receive their frames directly.
/// Thread-safe.
/// </summary>
public sealed class LocalPartitions
{
    /// <summary>
    /// Number of partitions, each with a lock: enough that event loops, one per core, seldom contend for one.
    /// </summary>
    private const int Count = 64;

    /// <summary>
    /// A partition adds its bytes to the shared total in steps of this size. If every frame changed the total, its
    /// cache line would move between the cores with each frame.
    /// </summary>
    private const long Step = 64 << 10;

    private readonly GroupLimits _limits;
    private readonly LocalPartition[] _partitions;
    private long _bytes;
    private int _groups;

    /// <summary>Creates empty partitions.</summary>
    /// <param name="limits">How much groups keep.</param>
    /// <param name="events">Receives drops and failed groups. Called under the partition's lock.</param>
    public LocalPartitions(GroupLimits limits, IPartitionEvents events)
    {
        _limits = limits;
        _partitions =
        [
            .. Enumerable
                .Range(0, Count)
                .Select(_ => new LocalPartition(this, new PartitionState(limits, events) { IsPrimary = true })),
        ];
    }

    /// <summary>Returns an accessor of a group. The group need not exist yet.</summary>
    public LocalGroup GetGroup(Identifier name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new LocalGroup(_partitions[(int)(NameHash.Compute(name.Utf8) % Count)], name);
    }

    /// <summary>Counts one more group.</summary>
    /// <returns>False if <see cref="GroupLimits.MaxGroups"/> is reached; then nothing is counted.</returns>
    internal bool TryAddGroup()
    {
        // Increment, then test: with the opposite order two threads could pass at the limit.
        if (Interlocked.Increment(ref _groups) <= _limits.MaxGroups)
            return true;
        Interlocked.Decrement(ref _groups);
        return false;
    }

    /// <summary>Counts one group less, after it was closed.</summary>
    internal void RemoveGroup() => Interlocked.Decrement(ref _groups);

    /// <summary>
    /// Adds the change of a partition's queued bytes to the total. If the total is above the limit, cuts the
    /// partition's groups back to the partition's share. The caller holds the partition's lock.
    /// </summary>
    /// <param name="state">The partition.</param>
    /// <param name="counted">How many of the partition's bytes are included in the total.</param>
    internal void CountBytes(PartitionState state, ref long counted)
    {
        long change = state.QueuedBytes - counted;
        if (Math.Abs(change) < Step)
            return;
        counted += change;
        long all = Interlocked.Add(ref _bytes, change);
        // Cuts this partition only: with two partition locks held, two threads could deadlock. The others cut
        // themselves back when they grow next.
        if (change > 0 && all > _limits.MaxBytes)
            state.Trim(
                state.FindTrimLevel((long)((double)GroupLimits.CutBack(_limits.MaxBytes) / all * state.QueuedBytes))
            );
    }
}

/// <summary>One partition and its lock.</summary>
internal sealed class LocalPartition(LocalPartitions all, PartitionState state)
{
    private long _countedBytes;

    public Lock Lock { get; } = new();

    public PartitionState State => state;

    public LocalPartitions All => all;

    public void CountBytes() => all.CountBytes(state, ref _countedBytes);
}

/// <summary>
/// An accessor of one group of this process. Thread-safe. It caches the group, so a caller that posts often keeps the
/// accessor.
/// </summary>
public sealed class LocalGroup
{
    private readonly LocalPartition _partition;
    private readonly Identifier _name;
    private Group? _group;

    internal LocalGroup(LocalPartition partition, Identifier name)
    {
        _partition = partition;
        _name = name;
    }

    /// <summary>
    /// Applies entries of a gateway's connections, in order. A group that throws an exception (a bug) is closed, and
    /// its connections end; further entries of these connections have no effect.
    /// </summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="find">
    /// Finds a connection of the gateway; <c>null</c> if it has ended. Called under the lock.
    /// </param>
    public void Apply(Guid gateway, ReadOnlySpan<GroupEntry> entries, Func<long, IMemberPort?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        lock (_partition.Lock)
        {
            foreach (ref readonly GroupEntry entry in entries)
            {
                IMemberPort? port = entry.Kind == EntryKind.Join ? find(entry.Connection) : null;
                if (entry.Kind == EntryKind.Join && port is null) // it ended before its join was applied
                    continue;
                if ((Find() ?? Create(port)) is not { } group)
                    continue;
                _partition.State.ApplyTo(group, new ConnectionKey(gateway, entry.Connection), entry, port);
                // ApplyTo closes a group that throws.
                if (group.IsClosed)
                    _partition.All.RemoveGroup();
            }
            // Once per call, not per entry: a call often has the entries of a whole iteration of an event loop.
            _partition.CountBytes();
        }
    }

    /// <summary>The group's members; <c>null</c> if there is no such group.</summary>
    public IReadOnlyList<MemberDescription>? Describe()
    {
        lock (_partition.Lock)
            return Find()?.Describe();
    }

    private Group? Find() => _group is { IsClosed: false } ? _group : _group = _partition.State.FindGroup(_name);

    private Group? Create(IMemberPort? joining)
    {
        if (joining is null)
            return null;
        if (_partition.All.TryAddGroup())
            return _group = _partition.State.AddGroup(_name);
        joining.Refused(EndReason.TooManyGroups);
        return null;
    }
}
