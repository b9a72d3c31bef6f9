using System.Collections.Concurrent;
using Orleans.Runtime.Services;

namespace MGen.Grains.Partitions;

/// <summary>Reaches the delivery service of other processes; partitions share the calls.</summary>
internal sealed class DeliveryClient(IServiceProvider services, TimeProvider clock) : GrainServiceClient<IDeliveryService>(services)
{
    private readonly ConcurrentDictionary<SiloAddress, CallGatherer<DeliveryBatch, long>> _calls = new();

    public Task<long> DeliverAsync(SiloAddress gateway, DeliveryBatch batch) =>
        _calls.GetOrAdd(gateway, address => new CallGatherer<DeliveryBatch, long>(items => GetGrainService(address).DeliverAsync(items), clock)).SubmitAsync(batch);
}
