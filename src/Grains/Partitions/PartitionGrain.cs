using MGen.Grains.Replicas;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace MGen.Grains.Partitions;

/// <summary>
/// The place of a partition's primary in the cluster: finds the newest copy, makes the <see cref="PartitionTurn"/> and ends it. Posts reach the turn
/// by links; the grain is called only by those that do not find it where they look.
/// </summary>
[Reentrant, PartitionPlacement, KeepAlive, GrainType(PartitionKey.GrainType)]
internal sealed partial class PartitionGrain(PartitionTools tools, ILogger<PartitionGrain> logger) : Grain, IPartitionGrain, IDisposable
{
    private int _partition;
    private PartitionTurn? _turn;

    private SiloAddress Here => tools.Silo.SiloAddress;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _partition = (int)this.GetPrimaryKeyLong();
        if (tools.Cluster.Map?.PrimaryOf(_partition) != Here)
            throw new SiloUnavailableException($"partition {_partition} belongs to another silo"); // whoever asked sees it soon, too
        Guid owner = Guid.NewGuid();
        IReadOnlyList<SiloAddress> holders = await new PartitionRecovery(_partition, owner, Here, tools.Cluster, tools.Replicas, tools.Slots).RunAsync();
        PrimaryCopy copy = tools.Slots[_partition].Lead(owner, tools.Limits) ?? throw new SupersededException();
        IGrainContext grain = GrainContext;
        _turn = new PartitionTurn(_partition, copy, holders, tools, why => grain.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, why)), logger);
        tools.Metrics.PartitionStarted();
        LogStarted(logger, _partition, copy.Applied, copy.Incarnation);
        await tools.Turns.BeginAsync(_turn);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_turn is null)
            return;
        await tools.Turns.EndAsync(_turn);
        tools.Metrics.PartitionEnded();
        LogEnded(logger, _partition, reason.Description);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn?.Dispose();

    public Task<PostReply> PostAsync(PartitionInput post) => tools.Turns.PostAsync(_turn!, post);

    /// <inheritdoc/>
    public Task WakeAsync() => Task.CompletedTask;

    [LoggerMessage(23, LogLevel.Information, "Partition {Partition} starts after {Applied} inputs of {Incarnation}")]
    private static partial void LogStarted(ILogger logger, int partition, long applied, Guid incarnation);

    [LoggerMessage(24, LogLevel.Information, "Partition {Partition} ends here: {Reason}")]
    private static partial void LogEnded(ILogger logger, int partition, string reason);
}
