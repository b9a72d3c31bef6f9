using MGen.Grains.Blobs;
using MGen.Grains.Partitions;

namespace MGen.Grains.Replicas;

/// <summary>What the primary does with its own copy. Every method throws <see cref="SupersededException"/> once another activation owns it.</summary>
internal sealed class PrimaryCopy(PartitionSlot slot, Guid owner, Guid incarnation)
{
    public Guid Owner => owner;

    public Guid Incarnation => incarnation;

    /// <summary>How many inputs were applied.</summary>
    public long Applied => slot.Use(owner, 0, static (state, _) => state.Applied);

    /// <summary>Applies an input.</summary>
    public void Apply(PartitionInput input) => slot.Use(owner, input, static (state, input) =>
    {
        state.Apply(input);
        return true;
    });

    /// <summary>What was applied so far is safe: its consequences may leave.</summary>
    /// <param name="waiting">Gets the gateways for which there is something.</param>
    public void Release(List<Guid> waiting) => slot.Use(owner, waiting, static (state, waiting) =>
    {
        foreach (GatewayStream stream in state.Streams)
        {
            stream.Released = stream.Next;
            if (stream.Next > stream.First)
                waiting.Add(stream.Gateway);
        }
        return true;
    });

    /// <summary>The next items for a gateway.</summary>
    /// <returns><c>null</c> if there are none, or no such gateway.</returns>
    public (SiloAddress Address, DeliveryBatch Batch)? NextDelivery(int partition, Guid gateway, int maxItems) =>
        slot.Use<(int Partition, Guid Gateway, int MaxItems), (SiloAddress, DeliveryBatch)?>(owner, (partition, gateway, maxItems), static (state, wanted) =>
        {
            if (state.FindStream(wanted.Gateway) is not { } stream || stream.First >= stream.Released)
                return null;
            int allowed = (int)Math.Min(wanted.MaxItems, stream.Released - stream.First);
            return (stream.Address, DeliveryCodec.Encode(wanted.Partition, state.Incarnation, stream, allowed));
        });

    /// <summary>A gateway has everything before this number. Known here at once, so that it is not sent again; the backup learns it with the next inputs.</summary>
    public void Taken(Guid gateway, long number) => slot.Use(owner, (gateway, number), static (state, taken) =>
    {
        state.FindStream(taken.gateway)?.Taken(taken.number);
        return true;
    });

    /// <summary>The gateways that it knows.</summary>
    public List<(Guid Gateway, SiloAddress Address)> Gateways() => slot.Use(owner, 0, static (state, _) => state.Streams.Select(stream => (stream.Gateway, stream.Address)).ToList());

    /// <summary>The whole as bytes.</summary>
    public byte[] Snapshot() => slot.Use(owner, 0, static (state, _) => PartitionSnapshot.Write(state));
}
