using System.Collections.Concurrent;

namespace MGen.Gateway.Remote;

/// <summary>The mailboxes of the gateways in this process.</summary>
internal sealed class Mailboxes
{
    private readonly ConcurrentDictionary<Guid, Mailbox> _mailboxes = new();

    public void Add(Guid gateway, Mailbox mailbox) => _mailboxes[gateway] = mailbox;

    public void Remove(Guid gateway) => _mailboxes.TryRemove(gateway, out _);

    public Mailbox? Find(Guid gateway) => _mailboxes.GetValueOrDefault(gateway);
}
