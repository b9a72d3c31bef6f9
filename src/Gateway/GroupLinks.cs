using System.Collections.Concurrent;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>This gateway's links, one per group that a client has named.</summary>
internal sealed class GroupLinks(Func<Identifier, GroupLink> create)
{
    private readonly ConcurrentDictionary<Identifier, GroupLink> _links = new(IdentifierComparer.Instance);

    public GroupLink Get(Identifier group) => _links.GetOrAdd(group, create);

    /// <summary>Entries that wait for their group, in all links.</summary>
    public long PendingEntries => _links.Values.Sum(link => (long)link.PendingEntries);

    /// <summary>Completes when every group has taken what was posted for it.</summary>
    public Task DrainAsync() => Task.WhenAll(_links.Values.Select(link => link.DrainAsync()));
}
