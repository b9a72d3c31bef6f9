using MGen.Links;
using MGen.Replication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MGen.Membership;

/// <summary>Registers the links between members.</summary>
public static class LinkHosting
{
    /// <summary>
    /// Adds links and the view of the cluster. The caller registers <see cref="LinkOptions"/>, the clock, and a
    /// <see cref="ILinkThread"/> if the links share a thread.
    /// </summary>
    public static ISiloBuilder AddLinks(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.AddClusterView();
        silo.Services.TryAddSingleton<ILinkDirectory, LinkDirectory>();
        silo.Services.TryAddSingleton<ILinkThread, LinkThread>();
        silo.Services.TryAddSingleton<LinkLoop>();
        silo.Services.TryAddSingleton<LinkNetwork>();
        silo.AddGrainService<LinkService>();
        return silo;
    }

    /// <summary>
    /// Adds the view of the cluster, with the default number of partitions unless the caller registered another one.
    /// </summary>
    public static ISiloBuilder AddClusterView(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.TryAddSingleton(new PartitionCount(PartitionMap.DefaultCount));
        silo.Services.TryAddSingleton<ClusterView>();
        return silo;
    }
}
