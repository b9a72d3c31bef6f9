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

    private readonly LocalPartition[] _partitions;

    /// <summary>Makes empty partitions.</summary>
    /// <param name="limits">How much groups keep.</param>
    /// <param name="events">Told of drops and failed groups, under the partition's lock.</param>
    public LocalPartitions(GroupLimits limits, IPartitionEvents events) =>
        _partitions = [.. Enumerable.Range(0, Count).Select(_ => new LocalPartition(new PartitionState(limits, events) { IsPrimary = true }))];

    /// <summary>A way to a group, which need not exist yet.</summary>
    public LocalGroup GetGroup(Identifier name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new LocalGroup(_partitions[(int)(NameHash.Of(name.Utf8) % Count)], name);
    }
}

/// <summary>One partition and its lock.</summary>
internal sealed class LocalPartition(PartitionState state)
{
    public Lock Lock { get; } = new();

    public PartitionState State => state;
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
                if (Find(isJoin: port is not null) is { } group)
                    _partition.State.ApplyDirect(group, new ConnectionKey(gateway, entry.Connection), entry, port);
            }
        }
    }

    /// <summary>The group's members; <c>null</c> if nobody has joined it.</summary>
    public IReadOnlyList<MemberDescription>? Describe()
    {
        lock (_partition.Lock)
            return Find(isJoin: false)?.Describe();
    }

    private Group? Find(bool isJoin)
    {
        if (_group is { IsClosed: false })
            return _group;
        return _group = _partition.State.FindGroup(_name) ?? (isJoin ? _partition.State.AddGroup(_name) : null);
    }
}
