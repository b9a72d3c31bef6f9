using System.Collections.Concurrent;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway;

/// <summary>This gateway's links: one per group of this process, or one per partition for all its groups.</summary>
internal sealed class GroupLinks(IGroupRouter router, Func<IGroupTarget, GroupLink> create)
{
    private readonly ConcurrentDictionary<Identifier, GroupLink> _byGroup = new(IdentifierComparer.Instance);
    private readonly ConcurrentDictionary<IGroupTarget, Lazy<GroupLink>> _byPartition = new();

    /// <summary>Entries that wait, in all links.</summary>
    public long PendingEntries => All.Sum(link => (long)link.PendingEntries);

    /// <summary>The number of links.</summary>
    public int Count => _byGroup.Count + _byPartition.Count;

    private IEnumerable<GroupLink> All => _byGroup.Values.Concat(_byPartition.Values.Select(link => link.Value));

    public GroupLink Get(Identifier group) =>
        router.IsRemote
            // Created once per partition, hence the Lazy: two links to one target would not keep the order.
            ? _byPartition.GetOrAdd(router.GetTarget(group), target => new Lazy<GroupLink>(() => create(target))).Value
            : _byGroup.GetOrAdd(group, name => create(router.GetTarget(name)));

    /// <summary>
    /// Drops the link of a group that was refused. Otherwise each group name that a client invents would remain here.
    /// </summary>
    public void Forget(Identifier group) => _byGroup.TryRemove(group, out _);

    /// <summary>Lets each link probe its target; see <see cref="IGroupTarget.WantsProbe"/>.</summary>
    public void Probe()
    {
        foreach (GroupLink link in All)
            link.Probe();
    }

    /// <summary>Completes when all entries posted so far were accepted.</summary>
    public Task DrainAsync() => Task.WhenAll(All.Select(link => link.DrainAsync()));
}

/// <summary>Identifies a gateway, and signals its end.</summary>
/// <param name="Id">Unique among all gateways of a cluster and all their runs.</param>
/// <param name="Stopping">Cancelled when no further entry needs to reach the groups.</param>
internal sealed record GatewayIdentity(Guid Id, CancellationToken Stopping);

/// <summary>What all links of a gateway share.</summary>
internal sealed record GroupLinkServices(
    GatewayIdentity Gateway,
    GatewaySettings Options,
    GatewayMetrics Metrics,
    TimeProvider Clock,
    ILogger Logger
);
