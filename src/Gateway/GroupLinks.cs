using System.Collections.Concurrent;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>This gateway's links: one per inbox, found by the groups that clients have named.</summary>
internal sealed class GroupLinks(IGroupRouter router, Func<IGroupInbox, GroupLink> create)
{
    private readonly ConcurrentDictionary<Identifier, GroupLink> _links = new(IdentifierComparer.Instance);
    private readonly ConcurrentDictionary<IGroupInbox, Lazy<GroupLink>> _byInbox = new();

    /// <summary>Entries that wait for their group, in all links.</summary>
    public long PendingEntries => _byInbox.Values.Sum(link => (long)link.Value.PendingEntries);

    public GroupLink Get(Identifier group) => _links.GetOrAdd(group, Create);

    /// <summary>Lets each link ask whether its inbox is still there, see <see cref="IGroupInbox.WantsProbe"/>.</summary>
    public void Probe()
    {
        foreach (Lazy<GroupLink> link in _byInbox.Values)
            link.Value.Probe();
    }

    /// <summary>Completes when every group has taken what was posted for it.</summary>
    public Task DrainAsync() => Task.WhenAll(_byInbox.Values.Select(link => link.Value.DrainAsync()));

    /// <summary>Two that ask at once get the same link: two links to one inbox would not keep the order.</summary>
    private GroupLink Create(Identifier group) => _byInbox.GetOrAdd(router.GetInbox(group), inbox => new Lazy<GroupLink>(() => create(inbox))).Value;
}
