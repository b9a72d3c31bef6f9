using System.Collections.Concurrent;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway;

/// <summary>This gateway's links, one per target, found by the group.</summary>
internal sealed class GroupLinks(IGroupRouter router, Func<IGroupTarget, GroupLink> create)
{
    private readonly ConcurrentDictionary<Identifier, GroupLink> _links = new(IdentifierComparer.Instance);
    private readonly ConcurrentDictionary<IGroupTarget, Lazy<GroupLink>> _byTarget = new();

    /// <summary>Entries that wait, in all links.</summary>
    public long PendingEntries => _byTarget.Values.Sum(link => (long)link.Value.PendingEntries);

    public GroupLink Get(Identifier group) => _links.GetOrAdd(group, Create);

    /// <summary>Lets each link probe its target; see <see cref="IGroupTarget.WantsProbe"/>.</summary>
    public void Probe()
    {
        foreach (Lazy<GroupLink> link in _byTarget.Values)
            link.Value.Probe();
    }

    /// <summary>Completes when all entries posted so far were accepted.</summary>
    public Task DrainAsync() => Task.WhenAll(_byTarget.Values.Select(link => link.Value.DrainAsync()));

    /// <summary>
    /// Creates a link once per target, hence the <see cref="Lazy{T}"/>: two links to one target would not keep the
    /// order.
    /// </summary>
    private GroupLink Create(Identifier group) =>
        _byTarget.GetOrAdd(router.GetTarget(group), target => new Lazy<GroupLink>(() => create(target))).Value;
}

/// <summary>Identifies a gateway, and signals its end.</summary>
/// <param name="Id">Unique among all gateways of a cluster and all their runs.</param>
/// <param name="Stopping">Cancelled when nothing more needs to reach the groups.</param>
internal sealed record GatewayIdentity(Guid Id, CancellationToken Stopping);

/// <summary>What all links of a gateway share.</summary>
internal sealed record GroupLinkServices(
    GatewayIdentity Gateway,
    GatewaySettings Options,
    GatewayMetrics Metrics,
    TimeProvider Clock,
    ILogger Logger
);
