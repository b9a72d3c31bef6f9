using System.Collections.Concurrent;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Grains;

/// <summary>
/// The connections of members who come through Orleans, at one silo: for partitions it is a gateway like any other, whose clients are grains' callers.
/// Thread-safe.
/// </summary>
public abstract class GroupConnections
{
    private readonly ConcurrentDictionary<long, GrainConnection> _connections = new();
    private long _last;

    /// <summary>Which gateway this is.</summary>
    protected Guid Id { get; } = Guid.NewGuid();

    /// <summary>Posts an entry; when this returns it is accepted.</summary>
    public abstract Task PostAsync(Identifier group, GroupEntry entry);

    /// <summary>Describes a group.</summary>
    /// <exception cref="GroupMovedException">Its state is elsewhere.</exception>
    public abstract Task<IReadOnlyList<MemberDescription>> DescribeAsync(Identifier group);

    internal GrainConnection Open(Identifier user, Identifier group)
    {
        GrainConnection connection = new(Interlocked.Increment(ref _last), user, group, Ended);
        _connections[connection.Number] = connection;
        return connection;
    }

    internal GrainConnection Get(Identifier group, long number) =>
        _connections.TryGetValue(number, out GrainConnection? connection) && IdentifierComparer.Instance.Equals(connection.Group, group)
            ? connection
            : throw new UnknownConnectionException($"there is no connection {number} of group {group} at this silo");

    /// <summary>Leaves with the frames that the caller has.</summary>
    internal async Task LeaveAsync(GrainConnection connection, long delivered)
    {
        if (_connections.TryRemove(connection.Number, out _))
            await PostAsync(connection.Group, new GroupEntry(EntryKind.Leave, connection.Number, Delivered: delivered));
    }

    internal bool HasConnections(Identifier group) => _connections.Values.Any(connection => IdentifierComparer.Instance.Equals(connection.Group, group));

    /// <summary>Finds a connection as its group reaches it.</summary>
    protected IMemberPort? Find(long number) => _connections.GetValueOrDefault(number);

    /// <summary>Ends the connections of groups that have forgotten them.</summary>
    protected void End(Func<Identifier, bool> isMeant)
    {
        foreach (GrainConnection connection in _connections.Values.Where(connection => isMeant(connection.Group)))
            ((IMemberPort)connection).Refused(EndReason.GroupUnavailable);
    }

    /// <summary>The group ends a connection, and may let nobody else in before that has left. The group's lock is held, so the leave is posted elsewhere.</summary>
    private void Ended(GrainConnection connection) => _ = Task.Run(() => LeaveAsync(connection, connection.Returned)); // fails only when the silo ends
}

/// <summary>
/// One member's connection: holds frames until the caller says that it has them. When it ends, frames that a call has returned count as delivered, as those
/// that a client's kernel has acknowledged do; the others are sent to the member's next connection.
/// </summary>
internal sealed class GrainConnection(long number, Identifier user, Identifier group, Action<GrainConnection> onEnd) : IMemberPort
{
    /// <summary>Frames that may be held; then the group keeps the rest.</summary>
    public const int Window = 256;

    private readonly Lock _lock = new();
    private readonly Queue<Frame> _held = new();
    private readonly TaskCompletionSource<JoinOutcome?> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _received;
    private long _returned;
    private bool _hasEnded;

    public long Number => number;

    public Identifier User => user;

    public Identifier Group => group;

    /// <summary>Lets one post in at a time.</summary>
    public SemaphoreSlim Posting { get; } = new(1);

    /// <summary>The number of the last frame that was accepted; whoever holds <see cref="Posting"/> uses it.</summary>
    public long LastPosted { get; set; }

    /// <summary>The answer to the join; <c>null</c> if it was refused.</summary>
    public Task<JoinOutcome?> Joined => _joined.Task;

    /// <summary>How many frames calls have returned.</summary>
    public long Returned
    {
        get
        {
            lock (_lock)
                return _returned;
        }
    }

    void IMemberPort.Joined(JoinOutcome outcome) => _joined.TrySetResult(outcome);

    void IMemberPort.Refused(EndReason reason) => End();

    void IMemberPort.Replaced() => End();

    bool IMemberPort.TryDeliver(Frame frame)
    {
        lock (_lock)
        {
            if (_hasEnded || _held.Count == Window)
                return false;
            _held.Enqueue(frame);
            Change();
            return true;
        }
    }

    /// <summary>Forgets frames that the caller has.</summary>
    /// <returns>Whether there is room that was not there before.</returns>
    /// <exception cref="ArgumentException">The caller claims frames that it was not given, or takes a claim back.</exception>
    public bool Acknowledge(long received)
    {
        lock (_lock)
        {
            if (received < _received || received > _returned)
                throw new ArgumentException($"received {received} is not from {_received} to {_returned}", nameof(received));
            bool hasNews = received > _received;
            for (; _received < received; _received++)
                _held.Dequeue();
            return hasNews;
        }
    }

    /// <summary>The frames held; if there is none, a task that completes when there is one, or the end has come.</summary>
    /// <exception cref="UnknownConnectionException">The connection has ended.</exception>
    public (byte[][] Headers, Task Changed) Take()
    {
        lock (_lock)
        {
            if (_hasEnded)
                throw new UnknownConnectionException($"connection {number} of {user} has ended");
            _returned = _received + _held.Count;
            return ([.. _held.Select(frame => frame.Header.ToArray())], _changed.Task);
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (_hasEnded)
                return;
            _hasEnded = true;
            Change();
        }
        _joined.TrySetResult(null);
        onEnd(this);
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>Groups of this process.</summary>
public sealed class LocalGroupConnections(LocalPartitions partitions) : GroupConnections
{
    /// <inheritdoc/>
    public override Task PostAsync(Identifier group, GroupEntry entry)
    {
        partitions.GetGroup(group).Apply(Id, [entry], Find);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<MemberDescription>> DescribeAsync(Identifier group) => Task.FromResult(partitions.GetGroup(group).Describe() ?? []);
}
