using MGen.Membership;
using System.Runtime.CompilerServices;
using MGen.Links;
using MGen.Grains.Replicas;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

/// <summary>
/// Brings a partition's items to its gateways: one call at a time to each, with everything that was released meanwhile, again and again until the
/// gateway has taken it or is gone. On the loop's thread.
/// </summary>
internal sealed partial class GatewaySender(int partition, PrimaryCopy copy, LinkNetwork links, PartitionView cluster, PartitionMetrics metrics, TimeProvider clock, ILogger logger)
{
    /// <summary>Some 100 KB for one busy member, 20 KB for a fan-out: a call of a millisecond.</summary>
    private const int ItemsPerCall = 8_192;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, DeliveryCall> _calls = [];
    private readonly HashSet<Guid> _busy = [];
    private readonly Dictionary<Guid, long> _taken = [];

    /// <summary>Something was released for these gateways.</summary>
    /// <param name="waiting">The gateways.</param>
    /// <param name="stop">Ends the attempts.</param>
    public void Send(List<Guid> waiting, CancellationToken stop)
    {
        foreach (Guid gateway in waiting)
        {
            if (_busy.Add(gateway))
                _ = SendAsync(gateway, CallTo(gateway), stop); // ends with the partition; its errors are caught inside
        }
    }

    /// <summary>What gateways have taken since the last call, as inputs.</summary>
    public void TakeNews(List<PartitionInput> inputs)
    {
        foreach ((Guid gateway, long number) in _taken)
            inputs.Add(new PartitionInput(InputKind.Taken, gateway, number));
        _taken.Clear();
    }

    /// <summary>Whether <see cref="TakeNews"/> has something.</summary>
    public bool HasNews => _taken.Count > 0;

    /// <summary>One call at a time to each gateway needs one object for each.</summary>
    private DeliveryCall CallTo(Guid gateway)
    {
        if (!_calls.TryGetValue(gateway, out DeliveryCall? call))
            _calls.Add(gateway, call = new DeliveryCall());
        return call;
    }

    private async Task SendAsync(Guid gateway, DeliveryCall call, CancellationToken stop)
    {
        try
        {
            for (TimeSpan pause = FirstPause; !stop.IsCancellationRequested && copy.NextDelivery(partition, gateway, ItemsPerCall) is { } next;)
            {
                call.Batch = next.Batch;
                if (await TryDeliverAsync(next.Address, call, next.Batch))
                {
                    pause = FirstPause;
                    continue;
                }
                if (cluster.IsGone(next.Address))
                {
                    _calls.Remove(gateway);
                    return;
                }
                await Task.Delay(pause, clock, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (Exception end) when (end is SupersededException or OperationCanceledException)
        {
            // Whoever has the partition now sends what is left.
        }
        finally
        {
            call.Batch = null; // what was brought takes room no longer
            _busy.Remove(gateway);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> TryDeliverAsync(SiloAddress address, DeliveryCall call, DeliveryBatch batch)
    {
        try
        {
            long taken = await links.CallAsync(address.ToNodeId(), call);
            if (taken < batch.First)
                return false;
            copy.Taken(batch.Gateway, taken);
            _taken[batch.Gateway] = taken;
            metrics.Taken(batch.Count);
            return true;
        }
        catch (Exception failure) when (failure is not SupersededException)
        {
            LogFailed(logger, partition, address, failure.Message);
            return false;
        }
    }

    [LoggerMessage(22, LogLevel.Warning, "Partition {Partition}: the gateway at {Address} does not answer ({Reason})")]
    private static partial void LogFailed(ILogger logger, int partition, SiloAddress address, string reason);
}
