using Orleans.Runtime.Services;

namespace MGen.Grains.Partitions;

/// <summary>Reaches the delivery service of another process.</summary>
internal sealed class DeliveryClient(IServiceProvider services) : GrainServiceClient<IDeliveryService>(services)
{
    public Task<long> DeliverAsync(SiloAddress gateway, DeliveryBatch batch) => GetGrainService(gateway).DeliverAsync(batch);
}
