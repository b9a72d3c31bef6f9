using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// The partitions of a process that keeps no copies: the state of a replica, without a log, a row or a stream. Entries are applied at once, on the caller's
/// thread, and connections of this process get their frames directly. Thread-safe.
/// </summary>
public sealed class LocalPartitions
{
    /// <summary>Locks among which the groups are divided: enough that event loops, one per core, seldom meet at one.</summary>
    private const int Count = 64;

    /// <summary>A partition tells the others of its bytes in steps: a counter that all of them wrote to with each frame would cost them a cache line's way.</summary>
    private const long Step = 64 << 10;

    private readonly GroupLimits _limits;
    private readonly LocalPartition[] _partitions;
    private long _bytes;
    private int _groups;

    /// <summary>Makes empty partitions.</summary>
    /// <param name="limits">How much groups keep.</param>
    /// <param name="events">Told of drops and failed groups, under the partition's lock.</param>
    public LocalPartitions(GroupLimits limits, IPartitionEvents events)
    {
        _limits = limits;
        _partitions = [.. Enumerable.Range(0, Count).Select(_ => new LocalPartition(this, new PartitionState(limits, events) { IsPrimary = true }))];
    }

    /// <summary>A way to a group, which need not exist yet.</summary>
    public LocalGroup GetGroup(Identifier name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new LocalGroup(_partitions[(int)(NameHash.Of(name.Utf8) % Count)], name);
    }

    /// <summary>Takes one of the groups that there may be.</summary>
    internal bool TryAddGroup()
    {
        if (Interlocked.Increment(ref _groups) <= _limits.MaxGroups)
            return true;
        Interlocked.Decrement(ref _groups);
        return false;
    }

    /// <summary>A group was closed.</summary>
    internal void RemoveGroup() => Interlocked.Decrement(ref _groups);

    /// <summary>Counts a partition's bytes, and cuts it back by its share if there are too many in all. Under its lock.</summary>
    /// <param name="state">The partition.</param>
    /// <param name="told">How many of its bytes were counted so far.</param>
    internal void CountBytes(PartitionState state, ref long told)
    {
        long news = state.QueuedBytes - told;
        if (Math.Abs(news) < Step)
            return;
        told += news;
        long all = Interlocked.Add(ref _bytes, news);
        if (news > 0 && all > _limits.MaxBytes)
            state.Trim(state.FindTrimLevel((long)((double)GroupLimits.CutBack(_limits.MaxBytes) / all * state.QueuedBytes)));
    }
}

/// <summary>One partition and its lock.</summary>
internal sealed class LocalPartition(LocalPartitions all, PartitionState state)
{
    private long _bytesTold;

    public Lock Lock { get; } = new();

    public PartitionState State => state;

    public LocalPartitions All => all;

    public void CountBytes() => all.CountBytes(state, ref _bytesTold);
}

/// <summary>A way to a group of this process. Thread-safe; whoever posts often keeps one.</summary>
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

    /// <summary>Applies a gateway's entries, in order. A group that fails (a bug) is closed; the entries behind it are for connections that end.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="entries">What its connections have for the group.</param>
    /// <param name="find">Finds a connection of the gateway; <c>null</c> if it has ended.</param>
    public void Apply(Guid gateway, ReadOnlySpan<GroupEntry> entries, Func<long, IMemberPort?> find)
    {
        ArgumentNullException.ThrowIfNull(find);
        lock (_partition.Lock)
        {
            foreach (ref readonly GroupEntry entry in entries)
            {
                IMemberPort? port = entry.Kind == EntryKind.Join ? find(entry.Connection) : null;
                if (entry.Kind == EntryKind.Join && port is null)
                    continue;
                if ((Find() ?? Create(port)) is not { } group)
                    continue;
                _partition.State.ApplyTo(group, new ConnectionKey(gateway, entry.Connection), entry, port);
                if (group.IsClosed)
                    _partition.All.RemoveGroup();
            }
            _partition.CountBytes();
        }
    }

    /// <summary>The group's members; <c>null</c> if nobody has joined it.</summary>
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
