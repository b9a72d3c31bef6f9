using MGen.Grains.Replicas;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace MGen.Grains.Partitions;

/// <summary>
/// The primary of a partition. (1) posts gather while a commit is under way → (2) all of them are applied here → (3) the backup gets the same
/// inputs → (4) when it has them, posts are answered and what came of them leaves for the gateways.
/// </summary>
[Reentrant, PartitionPlacement, KeepAlive, GrainType(PartitionKey.GrainType)]
internal sealed partial class PartitionGrain(PartitionTools tools, ILogger<PartitionGrain> logger) : Grain, IPartitionGrain, IDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<WaitingPost> _waiting = [];
    private readonly List<PartitionInput> _inputs = [];
    private readonly List<WaitingPost> _posts = [];
    private int _partition;
    private PrimaryCopy? _copy;
    private PartitionBackup? _backup;
    private GatewaySender? _sender;
    private Task _committing = Task.CompletedTask;
    private int _misplacedChecks;

    private SiloAddress Here => tools.Silo.SiloAddress;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _partition = (int)this.GetPrimaryKeyLong();
        if (tools.Cluster.Map?.PrimaryOf(_partition) != Here)
            throw new SiloUnavailableException($"partition {_partition} belongs to another silo"); // whoever asked sees it soon, too
        Guid owner = Guid.NewGuid();
        IReadOnlyList<SiloAddress> holders = await new PartitionRecovery(_partition, owner, Here, tools.Cluster, tools.Replicas, tools.Slots).RunAsync();
        _copy = tools.Slots[_partition].Lead(owner, tools.Limits) ?? throw new SupersededException();
        _backup = new PartitionBackup(_partition, _copy, Here, tools.Cluster, tools.Replicas, tools.Metrics, tools.Clock, logger);
        _backup.Remember(holders);
        _sender = new GatewaySender(_partition, _copy, tools.Gateways, tools.Cluster, tools.Metrics, tools.Clock, logger);
        tools.Metrics.PartitionStarted();
        LogStarted(logger, _partition, _copy.Applied, _copy.Incarnation);
        this.RegisterGrainTimer(CheckAsync, new GrainTimerCreationOptions(CheckEvery, CheckEvery) { Interleave = true });
        StartCommit();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_copy is null)
            return;
        await _stop.CancelAsync();
        await _committing;
        FailWaiting(new SiloUnavailableException($"partition {_partition} moves"));
        tools.Metrics.PartitionEnded();
        LogEnded(logger, _partition, reason.ReasonCode);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _backup?.Dispose();
        _stop.Dispose();
    }

    /// <summary>(1) A post waits for the next commit.</summary>
    public Task<PostReply> PostAsync(PartitionInput post)
    {
        WaitingPost waiting = new(post);
        _waiting.Add(waiting);
        StartCommit();
        return waiting.Reply;
    }

    /// <inheritdoc/>
    public Task WakeAsync() => Task.CompletedTask;

    private void StartCommit()
    {
        if (_committing.IsCompleted && !_stop.IsCancellationRequested)
            _committing = CommitAllAsync();
    }

    private async Task CommitAllAsync()
    {
        try
        {
            do
                await CommitAsync();
            while (_waiting.Count > 0 && !_stop.IsCancellationRequested);
        }
        catch (Exception end)
        {
            // Superseded, or about to end; or a bug: then a new activation starts from what the backup has.
            if (end is not (SupersededException or OperationCanceledException))
                LogBug(logger, _partition, end);
            Fail(_posts, end);
            FailWaiting(end);
            DeactivateOnIdle();
        }
    }

    private async Task CommitAsync()
    {
        long started = tools.Metrics.WantsCommits ? tools.Clock.GetTimestamp() : 0;
        long first = _copy!.Applied;
        ApplyWaiting();
        await _backup!.KeepAsync(first, [.. _inputs], _stop.Token); // (3)
        _sender!.Send(_copy.Release(), _stop.Token); // (4)
        foreach (WaitingPost post in _posts)
            post.Accept(_copy.Incarnation);
        tools.Metrics.Posted(_posts.Count);
        if (started != 0)
            tools.Metrics.Committed(tools.Clock.GetElapsedTime(started));
    }

    /// <summary>(2) Applies what gathered. A post that cannot be read fails alone.</summary>
    private void ApplyWaiting()
    {
        _inputs.Clear();
        _posts.Clear();
        _sender!.TakeNews(_inputs);
        foreach ((Guid gateway, SiloAddress address) in _copy!.Gateways())
        {
            if (tools.Cluster.IsGone(address))
                _inputs.Add(new PartitionInput(InputKind.GatewayGone, gateway, 0));
        }
        foreach (PartitionInput input in _inputs)
            _copy.Apply(input);
        foreach (WaitingPost waiting in _waiting)
        {
            try
            {
                _copy.Apply(waiting.Post);
                _inputs.Add(waiting.Post);
                _posts.Add(waiting);
            }
            catch (InvalidDataException failure)
            {
                waiting.Fail(failure);
            }
        }
        _waiting.Clear();
    }

    /// <summary>Now and then: are the gateways still there, is the backup where it should be, and this primary, too?</summary>
    private Task CheckAsync(CancellationToken cancellationToken)
    {
        if (_sender!.HasNews || _backup!.IsMisplaced || _copy!.Gateways().Any(gateway => tools.Cluster.IsGone(gateway.Address)))
            StartCommit();
        bool isMisplaced = tools.Cluster.Map is { } map && map.PrimaryOf(_partition) != Here;
        _misplacedChecks = isMisplaced ? _misplacedChecks + 1 : 0;
        if (_misplacedChecks >= 2 && !_backup!.IsMisplaced && _committing.IsCompleted)
            DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private void FailWaiting(Exception failure)
    {
        Fail(_waiting, failure);
        _waiting.Clear();
    }

    private static void Fail(List<WaitingPost> posts, Exception failure)
    {
        foreach (WaitingPost post in posts)
            post.Fail(failure);
    }

    [LoggerMessage(23, LogLevel.Information, "Partition {Partition} starts after {Applied} inputs of {Incarnation}")]
    private static partial void LogStarted(ILogger logger, int partition, long applied, Guid incarnation);

    [LoggerMessage(25, LogLevel.Error, "Partition {Partition} failed by a bug")]
    private static partial void LogBug(ILogger logger, int partition, Exception bug);

    [LoggerMessage(24, LogLevel.Information, "Partition {Partition} ends here: {Reason}")]
    private static partial void LogEnded(ILogger logger, int partition, DeactivationReasonCode reason);
}
