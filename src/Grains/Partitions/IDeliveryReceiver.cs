namespace MGen.Grains.Partitions;

/// <summary>The gateways of a process, as partitions see them.</summary>
public interface IDeliveryReceiver
{
    /// <summary>Hands items to connections. When this returns they are in the gateway's memory, or their connections have ended.</summary>
    /// <returns>Up to which number the gateway has the stream's items; -1 if there is no such gateway here.</returns>
    long Take(DeliveryBatch batch);
}
