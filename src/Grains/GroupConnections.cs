using System.Collections.Concurrent;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Grains;

/// <summary>
/// The connections of members who reach their groups through Orleans, at one silo. To a partition this object is a
/// gateway like any other; its clients are the callers of <see cref="IGroupGrain"/>. Thread-safe.
/// </summary>
public abstract class GroupConnections
{
    private readonly ConcurrentDictionary<long, GrainConnection> _connections = new();
    private long _last;

    /// <summary>Identifies this gateway to the partitions.</summary>
    protected Guid Id { get; } = Guid.NewGuid();

    /// <summary>Posts an entry. It is accepted when the task completes.</summary>
    public abstract Task PostAsync(Identifier group, GroupEntry entry);

    /// <summary>Returns the members of a group; empty if there is no such group.</summary>
    /// <exception cref="GroupMovedException">The primary of the group's partition is at another silo.</exception>
    public abstract Task<IReadOnlyList<MemberDescription>> DescribeAsync(Identifier group);

    /// <summary>Adds a connection with a new number.</summary>
    internal GrainConnection Open(Identifier user, Identifier group)
    {
        GrainConnection connection = new(Interlocked.Increment(ref _last), user, group, Ended);
        _connections[connection.Number] = connection;
        return connection;
    }

    /// <summary>Returns a connection of a group.</summary>
    /// <exception cref="UnknownConnectionException">It has ended, or was opened at another silo.</exception>
    internal GrainConnection Get(Identifier group, long number) =>
        _connections.TryGetValue(number, out GrainConnection? connection)
        && IdentifierComparer.Instance.Equals(connection.Group, group)
            ? connection
            : throw new UnknownConnectionException($"there is no connection {number} of group {group} at this silo");

    /// <summary>Removes a connection and posts its leave with the number of frames that the caller has.</summary>
    internal async Task LeaveAsync(GrainConnection connection, long delivered)
    {
        // The caller may leave while the group ends the connection. Only the thread that removes it posts the leave.
        if (_connections.TryRemove(connection.Number, out _))
            await PostAsync(connection.Group, new GroupEntry(EntryKind.Leave, connection.Number, Delivered: delivered));
    }

    internal bool HasConnections(Identifier group) =>
        _connections.Values.Any(connection => IdentifierComparer.Instance.Equals(connection.Group, group));

    /// <summary>Finds a connection by its number, for the group to deliver to; <c>null</c> if it has ended.</summary>
    protected IMemberPort? Find(long number) => _connections.GetValueOrDefault(number);

    /// <summary>Ends connections whose group has lost its state.</summary>
    protected void End(Func<Identifier, bool> isLost)
    {
        foreach (GrainConnection connection in _connections.Values.Where(connection => isLost(connection.Group)))
            ((IMemberPort)connection).Refused(EndReason.GroupUnavailable);
    }

    /// <summary>
    /// Posts the leave of a connection that its group ends, because the group may wait for the leave before it serves
    /// another connection. The group's lock is held here, so the leave is posted on another thread. The post fails only
    /// if the silo stops or the partition has lost its state.
    /// </summary>
    private void Ended(GrainConnection connection) => _ = Task.Run(() => LeaveAsync(connection, connection.Returned));
}

/// <summary>
/// One member's connection. It holds frames until the caller acknowledges them. When it ends, frames that a call has
/// returned count as delivered (like those that the kernel of a TLS client has acknowledged); the others go to the
/// member's next connection.
/// </summary>
internal sealed class GrainConnection(long number, Identifier user, Identifier group, Action<GrainConnection> onEnd)
    : IMemberPort
{
    /// <summary>Most frames that are held; the group queues further ones.</summary>
    public const int Window = 256;

    private readonly Lock _lock = new();
    private readonly Queue<Frame> _held = new();

    // Completed under the group's lock, where no continuation may run. The same applies to _changed.
    private readonly TaskCompletionSource<JoinOutcome?> _joined = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _received;
    private long _returned;
    private bool _hasEnded;

    public long Number => number;

    public Identifier User => user;

    public Identifier Group => group;

    /// <summary>Serialises the connection's posts, whose numbers must not be reordered.</summary>
    public SemaphoreSlim Posting { get; } = new(1);

    /// <summary>The number of the last accepted frame. Only the holder of <see cref="Posting"/> may use it.</summary>
    public long LastPosted { get; set; }

    /// <summary>The outcome of the join; <c>null</c> if it was refused.</summary>
    public Task<JoinOutcome?> Joined => _joined.Task;

    /// <summary>How many frames the calls have returned so far.</summary>
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
            // The group offers no frame until an acknowledgement has made space, which ReceiveAsync reports as Ready.
            if (_hasEnded || _held.Count == Window)
                return false;
            _held.Enqueue(frame);
            Change();
            return true;
        }
    }

    /// <summary>Drops frames that the caller has.</summary>
    /// <param name="received">How many frames of this connection the caller has.</param>
    /// <returns>Whether that made space for more frames.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="received"/> is less than acknowledged before, or more than the calls have returned.
    /// </exception>
    public bool Acknowledge(long received)
    {
        lock (_lock)
        {
            if (received < _received || received > _returned)
                throw new ArgumentException(
                    $"received {received} is not from {_received} to {_returned}",
                    nameof(received)
                );
            bool hasSpace = received > _received;
            // The queue starts with the frame after the last acknowledged one.
            for (; _received < received; _received++)
                _held.Dequeue();
            return hasSpace;
        }
    }

    /// <summary>
    /// Returns the headers of all frames held, and a task that completes when a frame is added or the connection ends.
    /// </summary>
    /// <exception cref="UnknownConnectionException">The connection has ended.</exception>
    public (byte[][] Headers, Task Changed) Take()
    {
        lock (_lock)
        {
            if (_hasEnded)
                throw new UnknownConnectionException($"connection {number} of {user} has ended");
            // Everything held, also what an earlier call has returned: its response may have been lost.
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
        // Has no effect if the join was accepted before.
        _joined.TrySetResult(null);
        onEnd(this);
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The connections of grain callers if the groups are in this process, without replication.</summary>
public sealed class LocalGroupConnections(LocalPartitions partitions) : GroupConnections
{
    /// <inheritdoc/>
    public override Task PostAsync(Identifier group, GroupEntry entry)
    {
        partitions.GetGroup(group).Apply(Id, [entry], Find);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<MemberDescription>> DescribeAsync(Identifier group) =>
        Task.FromResult(partitions.GetGroup(group).Describe() ?? []);
}
