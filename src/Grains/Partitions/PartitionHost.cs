using System.Collections.Frozen;
using MGen.Links;
using MGen.Membership;
using MGen.Replication;
using MGen.Wire;
using MGen.Wire.Blobs;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

/// <summary>
/// The replicas of this silo: feeds them messages, posts, rows, views and time, and carries out what they ask for. Everything runs on the links' loop
/// unless said otherwise, so a replica needs no lock.
/// </summary>
internal sealed partial class PartitionHost : IDisposable
{
    /// <summary>A node that a row names and that the table of members does not know counts as dead after so long: rows outlive members.</summary>
    private static readonly TimeSpan UnknownIsDeadAfter = TimeSpan.FromSeconds(15);

    private readonly LinkLoop _loop;
    private readonly LinkNetwork _links;
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
    private readonly bool[] _flushIsDue = new bool[PartitionMap.Count];
    private readonly TimeSpan?[] _commitsSince = new TimeSpan?[PartitionMap.Count];
    private readonly Stack<DeliveryCall> _idleCalls = new();
    private readonly Dictionary<NodeId, TimeSpan> _unknownSince = [];
    private MembershipView _view = MembershipView.Empty;
    private volatile string? _notReady = "no member of a cluster yet";
    private volatile bool _isNamed;
    private TimeSpan _viewChanged;
    private bool _isReading;
    private bool _isTableAway;
    private bool _isCarryingOut;

    public PartitionHost(
        ILocalSiloDetails here, LinkLoop loop, LinkNetwork links, ClusterView cluster, IPartitionTable table, GroupLimits limits, IPartitionEvents events, GatewaySessions sessions, PartitionMetrics metrics, TimeProvider clock, ILogger<PartitionHost> logger)
    {
        _loop = loop;
        _links = links;
        _cluster = cluster;
        _table = table;
        _sessions = sessions;
        _metrics = metrics;
        _clock = clock;
        _logger = logger;
        _recovery = new RecoveryLog(logger);
        _started = clock.GetTimestamp();
        Self = here.SiloAddress.ToNodeId();
        ReplicaSettings settings = new() { FirstEpoch = clock.GetUtcNow().ToUnixTimeMilliseconds() };
        _replicas = [.. Enumerable.Range(0, PartitionMap.Count).Select(partition => new Replica(partition, Self, limits, settings, events))];
        _flushes = [.. _replicas.Select(replica => (Action)(() => Flush(replica)))];
        metrics.Observe(
            () => _replicas.Count(replica => replica.IsPrimary),
            () => _replicas.Count(replica => replica.HasState && !replica.IsPrimary),
            () => _replicas.Count(replica => replica.IsPrimary && replica.Config!.InSync.Length == 1));
    }

    /// <summary>This silo.</summary>
    public NodeId Self { get; }

    /// <summary>Why this silo does not have the copies that it is meant to have; <c>null</c> if it has. Any thread.</summary>
    public string? NotReady => _notReady;

    private TimeSpan Now => _clock.GetElapsedTime(_started);

    /// <summary>Begins to take part. Any thread.</summary>
    public void Start()
    {
        _loop.Post(() => _loop.Ticked += Tick);
        _ = WatchAsync(); // ends with _stop; its errors are caught inside
    }

    /// <summary>Hands over what this silo leads and has its backups replaced, until no row names it. Any thread.</summary>
    /// <param name="limit">Longest wait. A silo that is alone does not wait.</param>
    public async Task LeaveAsync(TimeSpan limit)
    {
        TimeSpan until = Now + limit;
        _loop.Post(() =>
        {
            foreach (Replica replica in _replicas)
                Step(replica, static (replica, now) => replica.Leave(now));
        });
        while (_isNamed && Now < until && _cluster.Current.Silos.Length > 1)
            await Task.Delay(TimeSpan.FromMilliseconds(50), _clock);
    }

    /// <summary>A gateway's post.</summary>
    public void Post(int partition, PostTicket ticket, PartitionInput post)
    {
        Replica replica = _replicas[partition];
        replica.Post(ticket, post);
        if (replica.IsPrimary)
            FlushLater(replica);
        else
            CarryOut(replica);
    }

    /// <summary>A post of a gateway in this process. Any thread.</summary>
    public Task<PostAnswer> PostAsync(int partition, PartitionInput post)
    {
        LocalTicket ticket = new();
        _loop.Post(() => Post(partition, ticket, post));
        return ticket.Answered;
    }

    /// <summary>Another replica's message.</summary>
    public void Receive(NodeId from, int partition, ReplicaMessage message)
    {
        Replica replica = _replicas[partition];
        replica.Receive(from, message, Now);
        CarryOut(replica);
    }

    /// <summary>Does something with a replica on the loop's thread. Any thread.</summary>
    public Task<T> QueryAsync<T>(int partition, Func<Replica, T> query) => _loop.RunAsync(() => Task.FromResult(query(_replicas[partition])));

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>A commit starts at the end of the loop's iteration, when all that has arrived was read: it carries as much as it can.</summary>
    private void FlushLater(Replica replica)
    {
        if (_flushIsDue[replica.Partition])
            return;
        _flushIsDue[replica.Partition] = true;
        _loop.AtEndOfRound(_flushes[replica.Partition]);
    }

    private void Flush(Replica replica)
    {
        _flushIsDue[replica.Partition] = false;
        if (_metrics.WantsCommits)
            _commitsSince[replica.Partition] ??= Now;
        Step(replica, static (replica, now) => replica.Flush(now));
    }

    private void Step(Replica replica, Action<Replica, TimeSpan> step)
    {
        step(replica, Now);
        CarryOut(replica);
    }

    private void CarryOut(Replica replica)
    {
        ReplicaOutput output = replica.Output;
        if (output.IsEmpty)
            return;
        _isCarryingOut = true;
        foreach ((NodeId to, ReplicaMessage message) in output.Messages)
            _links.Send(to, MemberMessages.Replica, (replica.Partition, message), static (writer, body) =>
            {
                writer.Number(body.Partition);
                ReplicaMessageCodec.Write(writer, body.message);
            });
        foreach ((object ticket, PostAnswer answer) in output.Answers)
            ((PostTicket)ticket).Answer(answer);
        foreach ((NodeId to, DeliveryBatch batch) in output.Deliveries)
            _ = DeliverAsync(replica, to, batch); // its errors are caught inside
        foreach (ConfigChange change in output.Changes)
            _ = ChangeAsync(replica, change); // its errors are caught inside
        foreach (ReplicaEvent happened in output.Events)
            Report(replica, happened);
        CountPosts(replica.Partition, output);
        output.Clear();
        _isCarryingOut = false;
    }

    private void CountPosts(int partition, ReplicaOutput output)
    {
        int accepted = output.Answers.Count(answer => answer.Answer.Status == PostStatus.Accepted);
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
        long taken = -1;
        try
        {
            call.Batch = batch;
            taken = to == Self ? _sessions.Take(batch) : await _links.CallAsync(to, call);
            _metrics.Taken(batch.Count);
        }
        catch (Exception failure)
        {
            LogUndelivered(_logger, batch.Partition, to, failure.Message);
        }
        call.Batch = null;
        _idleCalls.Push(call);
        if (_isCarryingOut)
            _loop.Post(() => TakeDelivery(replica, batch, taken));
        else
            TakeDelivery(replica, batch, taken);
    }

    private void TakeDelivery(Replica replica, DeliveryBatch batch, long taken)
    {
        replica.TakeDelivery(batch, taken, Now);
        CarryOut(replica);
    }

    private async Task ChangeAsync(Replica replica, ConfigChange change)
    {
        try
        {
            PartitionConfig? row = await Task.Run(() => _table.ChangeAsync(replica.Partition, change, _stop.Token));
            _loop.Post(() => Step(replica, (replica, now) => replica.TakeChange(change, row, now)));
        }
        catch (Exception failure)
        {
            // A change that is refused for good stays pending as well, so this replica does not commit by the old row alone.
            if (failure is DeadMemberException)
                LogDead(_logger, replica.Partition);
            else
                LogTableAway(_logger, failure.Message);
            _loop.Post(() => Step(replica, (replica, now) => replica.FailChange(change, now)));
        }
    }

    /// <summary>Every half second: rows, members, time.</summary>
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
        _recovery.TellTakeovers();
    }

    /// <summary>A row that was read before the replica learnt of a newer one is out of date, and not a table that somebody emptied.</summary>
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
            foreach (Replica replica in rows is null ? [] : _replicas.Where(replica => replica.Config?.Epoch == epochs[replica.Partition]))
                Step(replica, (replica, now) => replica.TakeRow(rows![replica.Partition], now));
            UpdateHealth();
        });
    }

    private void UpdateView()
    {
        MembershipView view = _cluster.Current;
        TimeSpan now = Now;
        NodeId[] unknown = [.. _replicas.Where(replica => replica.Config is not null).SelectMany(replica => replica.Config!.InSync).Distinct().Where(node => !_cluster.Knows(node))];
        foreach (NodeId node in _unknownSince.Keys.Except(unknown).ToArray())
            _unknownSince.Remove(node);
        foreach (NodeId node in unknown)
            _unknownSince.TryAdd(node, now);
        NodeId[] dead = [.. unknown.Where(node => now - _unknownSince[node] >= UnknownIsDeadAfter)];
        if (dead.Length > 0)
            view = view with { Dead = view.Dead.Concat(dead).ToFrozenSet() };
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
        _isNamed = _replicas.Any(replica => replica.IsNamed);
        if (missing == 0)
            _recovery.TellCopies(_replicas, Now);
        _notReady = missing == 0 ? null : $"{missing} partitions do not have the copies here that they should have";
    }

    /// <summary>A change of the members is looked at at once; between changes every tick does.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await foreach (ClusterMembershipSnapshot _ in _cluster.Updates.WithCancellation(_stop.Token))
                _loop.Post(UpdateView);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Report(Replica replica, ReplicaEvent happened)
    {
        _metrics.Happened(happened.Kind);
        LogLevel level = happened.Kind is ReplicaEventKind.RowRestored or ReplicaEventKind.TransferFailed ? LogLevel.Warning : LogLevel.Information;
        LogEvent(_logger, level, replica.Partition, happened.Kind, happened.Node, happened.Count, happened.Epoch);
        if (happened.Kind is ReplicaEventKind.TookOver or ReplicaEventKind.StateLost)
            _recovery.Add(replica, happened, Now - _viewChanged);
    }

    [LoggerMessage(60, LogLevel.Warning, "Partition {Partition}: the gateway at {Address} does not answer ({Reason})")]
    private static partial void LogUndelivered(ILogger logger, int partition, NodeId address, string reason);

    [LoggerMessage(61, LogLevel.Warning, "The table of partitions cannot be reached ({Reason}); nobody can replace a member that fails")]
    private static partial void LogTableAway(ILogger logger, string reason);

    [LoggerMessage(63, LogLevel.Warning, "Partition {Partition}: the table refuses a change of its row, because this silo was declared dead")]
    private static partial void LogDead(ILogger logger, int partition);

    [LoggerMessage(EventId = 62, Message = "Partition {Partition}: {Event}, node {Node}, {Count} inputs or bytes, epoch {Epoch}")]
    private static partial void LogEvent(ILogger logger, LogLevel level, int partition, ReplicaEventKind @event, NodeId node, long count, long epoch);
}

/// <summary>Takes the messages of other silos' replicas; there is no answer.</summary>
internal sealed class ReplicaHandler(Lazy<PartitionHost> host) : LinkHandler
{
    public override LinkMessage Kind => MemberMessages.Replica;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        int partition = PartitionMap.ReadPartition(ref body);
        host.Value.Receive(request.Caller, partition, ReplicaMessageCodec.Read(ref body));
    }
}

/// <summary>Whoever waits in this process for the answer to a post.</summary>
internal sealed class LocalTicket : PostTicket
{
    private readonly TaskCompletionSource<PostAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<PostAnswer> Answered => _answer.Task;

    public override void Answer(PostAnswer answer) => _answer.SetResult(answer);
}
