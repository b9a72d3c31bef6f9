using System.Collections.Frozen;
using MGen.Links;
using MGen.Membership;
using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

/// <summary>
/// Hosts the replicas of this silo: passes messages, posts, rows, views and the time to them, and takes the actions
/// that they request. Everything runs on the links' loop unless stated otherwise, so the replicas need no lock.
/// </summary>
internal sealed partial class PartitionHost : IDisposable
{
    private readonly LinkLoop _loop;
    private readonly LinkNetwork _links;
    private readonly OutputSender _sender;
    private readonly ClusterView _cluster;
    private readonly IPartitionTable _table;
    private readonly GatewaySessions _sessions;
    private readonly PartitionMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly RecoveryLog _recovery;
    private readonly long _started;
    private readonly CancellationTokenSource _stop = new();
    private readonly Replica[] _replicas;
    private readonly Action[] _flushes;
    private readonly bool[] _flushIsDue;
    private readonly TimeSpan?[] _commitsSince;

    // No lock: calls and their continuations run on the loop's thread.
    private readonly Stack<DeliveryCall> _idleCalls = new();
    private readonly UnknownNodes _unknown = new();
    private MembershipView _view = MembershipView.Empty;

    // Volatile: written on the loop's thread, read by the health endpoint and by LeaveAsync.
    private volatile string? _notReady = "not a member of a cluster yet";
    private volatile bool _isNeeded;
    private volatile bool _hasBegunToLeave;
    private TimeSpan _viewChanged;
    private bool _isReading;
    private bool _isTableAway;

    // Set while Act enumerates a replica's output, when no method of a replica may be called.
    private bool _isActing;

    public PartitionHost(
        ILocalSiloDetails here,
        LinkLoop loop,
        LinkNetwork links,
        ClusterView cluster,
        IPartitionTable table,
        PartitionCount partitions,
        GroupLimits limits,
        IPartitionEvents events,
        GatewaySessions sessions,
        PartitionMetrics metrics,
        TimeProvider clock,
        ILogger<PartitionHost> logger
    )
    {
        _loop = loop;
        _links = links;
        _sender = new OutputSender(links, logger);
        _cluster = cluster;
        _table = table;
        _sessions = sessions;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
        _recovery = new RecoveryLog(logger);
        _started = clock.GetTimestamp();
        Self = here.SiloAddress.ToNodeId();
        ReplicaSettings settings = new()
        {
            FirstEpoch = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            EpochDistance = ReplicaSettings.GetEpochDistance(Self),
        };
        TransferBudget budget = new();
        _replicas =
        [
            .. Enumerable
                .Range(0, partitions.Value)
                .Select(partition => new Replica(
                    partition,
                    Self,
                    limits.Divide(partitions.Value),
                    settings,
                    events,
                    budget
                )),
        ];
        _flushIsDue = new bool[partitions.Value];
        _commitsSince = new TimeSpan?[partitions.Value];
        _flushes = [.. _replicas.Select(replica => (Action)(() => Flush(replica)))];
        metrics.Observe(
            () => _replicas.Count(replica => replica.IsPrimary),
            () => _replicas.Count(replica => replica.HasState && !replica.IsPrimary),
            () => _replicas.Count(replica => replica.IsPrimary && replica.Config!.InSync.Length == 1)
        );
    }

    /// <summary>The identity of this silo.</summary>
    public NodeId Self { get; }

    /// <summary>
    /// Why this silo does not have all replicas that the placement assigns to it; <c>null</c> if it has them. Any
    /// thread.
    /// </summary>
    public string? NotReady => _notReady;

    private TimeSpan Now => _clock.GetElapsedTime(_started);

    /// <summary>Starts the replicas. Any thread.</summary>
    public void Start()
    {
        // Subscribed on the loop's thread, since only that thread may tick the replicas.
        _loop.Post(() => _loop.Ticked += Tick);
        _ = WatchAsync(); // ends with _stop; its cancellation is caught inside
    }

    /// <summary>
    /// Hands over the partitions that this silo leads, has its backups replaced, and waits until no row names this
    /// silo. Any thread.
    /// </summary>
    /// <param name="limit">Longest wait. A silo without other silos does not wait.</param>
    public async Task LeaveAsync(TimeSpan limit)
    {
        TimeSpan until = Now + limit;
        _loop.Post(() =>
        {
            foreach (Replica replica in _replicas)
                Step(replica, static (replica, now) => replica.Leave(now));
            UpdateHealth();
            _hasBegunToLeave = true;
        });
        // _isNeeded is updated only every half second, and an older value may be wrong.
        while ((!_hasBegunToLeave || _isNeeded) && Now < until && _cluster.Current.Silos.Length > 1)
            await Task.Delay(TimeSpan.FromMilliseconds(50), _clock);
    }

    /// <summary>Takes a gateway's post, and the highest epoch that the gateway has seen.</summary>
    /// <exception cref="InvalidDataException">There is no such partition.</exception>
    public void Post(int partition, PostTicket ticket, PartitionInput post, long epoch)
    {
        Replica replica = Find(partition);
        // A primary responds after the commit. Another replica has put its response into its output already.
        replica.Post(ticket, post, epoch);
        if (replica.IsPrimary)
            FlushLater(replica);
        else
            Act(replica);
    }

    /// <summary>Takes a post of a gateway in this process, and completes with the response. Any thread.</summary>
    public Task<PostResponse> PostAsync(int partition, PartitionInput post, long epoch)
    {
        LocalTicket ticket = new();
        _loop.Post(() => Post(partition, ticket, post, epoch));
        return ticket.Response;
    }

    /// <summary>Takes a message of another replica.</summary>
    /// <exception cref="InvalidDataException">There is no such partition.</exception>
    public void Receive(NodeId from, int partition, ReplicaMessage message)
    {
        Replica replica = Find(partition);
        replica.Receive(from, message, Now);
        Act(replica);
    }

    /// <summary>Reads a replica on the loop's thread. Any thread.</summary>
    public Task<T> QueryAsync<T>(int partition, Func<Replica, T> query) =>
        _loop.RunAsync(() => Task.FromResult(query(_replicas[partition])));

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private Replica Find(int partition) => _replicas[PartitionMap.Require(partition, _replicas.Length)];

    /// <summary>
    /// Starts a commit at the end of the loop's iteration, when all available posts have been read, so that the commit
    /// carries as many as possible.
    /// </summary>
    private void FlushLater(Replica replica)
    {
        if (_flushIsDue[replica.Partition])
            return;
        _flushIsDue[replica.Partition] = true;
        _loop.AtEndOfIteration(_flushes[replica.Partition]);
    }

    private void Flush(Replica replica)
    {
        _flushIsDue[replica.Partition] = false;
        if (_metrics.WantsCommits)
            // An earlier time stays, because a commit is in progress and its duration counts from its own first post.
            _commitsSince[replica.Partition] ??= Now;
        Step(replica, static (replica, now) => replica.Flush(now));
    }

    private void Step(Replica replica, Action<Replica, TimeSpan> step)
    {
        step(replica, Now);
        Act(replica);
    }

    /// <summary>
    /// Takes the actions that a replica requests. If one fails, the others are taken nevertheless, and none is
    /// repeated.
    /// </summary>
    private void Act(Replica replica)
    {
        ReplicaOutput output = replica.Output;
        if (output.IsEmpty)
            return;
        // A delivery to this silo completes synchronously. Its completion must not call the replica while the replica's
        // lists are enumerated.
        _isActing = true;
        foreach ((NodeId to, ReplicaMessage message) in output.Messages)
            _sender.Send(replica.Partition, to, message);
        foreach ((object ticket, PostResponse response) in output.Responses)
            _sender.Respond(replica.Partition, (PostTicket)ticket, response);
        foreach ((NodeId to, DeliveryBatch batch) in output.Deliveries)
            _ = DeliverAsync(replica, to, batch); // its errors are caught inside
        foreach (ConfigChange change in output.Changes)
            _ = ChangeAsync(replica, change); // its errors are caught inside
        foreach (ReplicaEvent replicaEvent in output.Events)
            Report(replica, replicaEvent);
        CountPosts(replica.Partition, output);
        output.Clear();
        _isActing = false;
    }

    private void CountPosts(int partition, ReplicaOutput output)
    {
        int accepted = output.Responses.Count(response => response.Response.Status == PostStatus.Accepted);
        if (accepted == 0)
            return;
        _metrics.Posted(accepted);
        if (_commitsSince[partition] is { } since)
            _metrics.Committed(Now - since);
        _commitsSince[partition] = null;
    }

    private async Task DeliverAsync(Replica replica, NodeId to, DeliveryBatch batch)
    {
        if (!_idleCalls.TryPop(out DeliveryCall? call))
            call = new DeliveryCall();
        long acknowledged = -1;
        try
        {
            call.Batch = batch;
            acknowledged = to == Self ? _sessions.Receive(batch) : await _links.CallAsync(to, call);
            if (acknowledged >= batch.First)
                _metrics.Acknowledged(batch.Count);
        }
        catch (Exception failure)
        {
            LogUndelivered(_logger, batch.Partition, to, failure.Message);
        }
        call.Batch = null;
        _idleCalls.Push(call);
        if (_isActing) // the call completed synchronously, inside Act
            _loop.Post(() => AcknowledgeDelivery(replica, batch, acknowledged));
        else
            AcknowledgeDelivery(replica, batch, acknowledged);
    }

    private void AcknowledgeDelivery(Replica replica, DeliveryBatch batch, long acknowledged)
    {
        replica.AcknowledgeDelivery(batch, acknowledged, Now);
        Act(replica);
    }

    private async Task ChangeAsync(Replica replica, ConfigChange change)
    {
        try
        {
            // On the pool: a table in a file blocks on its lock and on the disk.
            PartitionConfig? row = await Task.Run(() => _table.ChangeAsync(replica.Partition, change, _stop.Token));
            _loop.Post(() => Step(replica, (replica, now) => replica.OnChangeCompleted(change, row, now)));
        }
        catch (Exception failure)
        {
            // A change that the table refuses permanently also stays pending. While it is pending, this replica does
            // not commit without the replicas that the change would remove.
            if (failure is DeadMemberException)
                LogDead(_logger, replica.Partition);
            else
                LogTableAway(_logger, failure.Message);
            _loop.Post(() => Step(replica, (replica, now) => replica.OnChangeUnanswered(change, now)));
        }
    }

    /// <summary>Reads the rows, updates the view and passes the time. Every half second.</summary>
    private void Tick()
    {
        if (!_isReading)
        {
            _isReading = true;
            _ = ReadRowsAsync([.. _replicas.Select(replica => replica.Config?.Epoch)]); // its errors are caught inside
        }
        UpdateView();
        foreach (Replica replica in _replicas)
            Step(replica, static (replica, now) => replica.Tick(now));
        UpdateHealth();
        _recovery.LogTakeovers();
    }

    /// <summary>
    /// Reads all rows and passes them to the replicas. If a replica has received another row since the read began, the
    /// row that was read is ignored: it may be out of date, and a missing row then does not mean that the table was
    /// emptied.
    /// </summary>
    private async Task ReadRowsAsync(long?[] epochs)
    {
        PartitionConfig?[]? rows = null;
        try
        {
            rows = await Task.Run(() => _table.ReadAsync(_stop.Token));
            _isTableAway = false;
        }
        catch (Exception failure)
        {
            if (!_isTableAway && !_stop.IsCancellationRequested)
                LogTableAway(_logger, failure.Message);
            _isTableAway = true;
        }
        _loop.Post(() =>
        {
            _isReading = false;
            if (rows is not null)
            {
                foreach (Replica replica in _replicas.Where(known => known.Config?.Epoch == epochs[known.Partition]))
                    Step(replica, (replica, now) => replica.OnRowRead(rows[replica.Partition], now));
            }
            UpdateHealth();
        });
    }

    private void UpdateView()
    {
        MembershipView view = _cluster.Current;
        TimeSpan now = Now;
        IEnumerable<NodeId> named = _replicas.SelectMany(replica => replica.Config?.InSync ?? []);
        NodeId[] dead = _unknown.FindDead([.. named.Distinct().Where(node => !_cluster.Knows(node))], now);
        if (dead.Length > 0)
            view = view with { Dead = view.Dead.Concat(dead).ToFrozenSet() };
        // SetView ticks all replicas, so it is called only for a change.
        if (view.Silos.SequenceEqual(_view.Silos) && view.Dead.SetEquals(_view.Dead))
            return;
        _view = view;
        _viewChanged = now;
        foreach (Replica replica in _replicas)
            Step(replica, (replica, at) => replica.SetView(view, at));
    }

    private void UpdateHealth()
    {
        int missing = _replicas.Count(replica => !replica.IsAsPlaced);
        _isNeeded = _replicas.Any(replica => replica.IsNeeded);
        if (missing == 0)
            _recovery.LogReplicas(_replicas, Now);
        _notReady = missing == 0 ? null : $"{missing} partitions lack the replicas that they should have on this silo";
    }

    /// <summary>Updates the view when the members change, without waiting for the next tick.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await foreach (ClusterMembershipSnapshot _ in _cluster.Updates.WithCancellation(_stop.Token))
                _loop.Post(UpdateView);
        }
        catch (OperationCanceledException) { }
    }
}
