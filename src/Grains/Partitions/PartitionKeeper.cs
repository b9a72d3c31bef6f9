using MGen.Grains.Replicas;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

/// <summary>
/// Keeps the partitions running of which this silo has a copy. A grain begins with a call, and Orleans ends those that a directory entry led to which
/// was with a member that died, a gateway perhaps. Members of a group that come back wait for their partition and post nothing; without this it would
/// wait for them.
/// </summary>
internal sealed partial class PartitionKeeper(PartitionSlots slots, IGrainFactory grains, TimeProvider clock, ILogger<PartitionKeeper> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>A call that finds the partition running costs some ten microseconds; there are as many as partitions.</summary>
    private static readonly TimeSpan CallEvery = TimeSpan.FromMilliseconds(500);

    private readonly Task[] _calls = [.. Enumerable.Repeat(Task.CompletedTask, PartitionMap.Count)];
    private readonly PeriodicTimer _timer = new(CallEvery, clock);
    private Task _keeping = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(PartitionKeeper), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _timer.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        _keeping = KeepAsync();
        return Task.CompletedTask;
    }

    /// <summary>The first thing of a silo that leaves: what ends from now on begins elsewhere.</summary>
    private async Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        await _keeping;
    }

    private async Task KeepAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            for (int partition = 0; partition < _calls.Length; partition++)
            {
                if (_calls[partition].IsCompleted && slots[partition].HasCopy)
                    _calls[partition] = WakeAsync(partition);
            }
        }
    }

    private async Task WakeAsync(int partition)
    {
        try
        {
            await grains.GetPartition(partition).WakeAsync();
        }
        catch (Exception failure)
        {
            LogAsleep(logger, partition, failure.Message); // the next call may find it elsewhere
        }
    }

    [LoggerMessage(26, LogLevel.Debug, "Partition {Partition} does not answer yet ({Reason})")]
    private static partial void LogAsleep(ILogger logger, int partition, string reason);
}
