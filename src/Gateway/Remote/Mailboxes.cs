using System.Collections.Concurrent;
using MGen.Grains.Partitions;

namespace MGen.Gateway.Remote;

/// <summary>The mailboxes of the gateways in this process.</summary>
internal sealed class Mailboxes : IDeliveryReceiver
{
    private readonly ConcurrentDictionary<Guid, Mailbox> _mailboxes = new();

    public void Add(Guid gateway, Mailbox mailbox) => _mailboxes[gateway] = mailbox;

    public void Remove(Guid gateway) => _mailboxes.TryRemove(gateway, out _);

    public long Take(DeliveryBatch batch) => _mailboxes.GetValueOrDefault(batch.Gateway)?.Take(batch) ?? -1;
}
