using MGen.Links;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MGen.Membership;

/// <summary>Gives a member links to the others.</summary>
public static class LinkHosting
{
    /// <summary>Adds links and the view of the cluster. The host adds the <see cref="LinkOptions"/> and the clock, and the <see cref="ILinkThread"/> if it has one to share.</summary>
    public static ISiloBuilder AddLinks(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.Services.TryAddSingleton<ClusterView>();
        silo.Services.TryAddSingleton<ILinkDirectory, LinkDirectory>();
        silo.Services.TryAddSingleton<ILinkThread, LinkThread>();
        silo.Services.TryAddSingleton<LinkLoop>();
        silo.Services.TryAddSingleton<LinkNetwork>();
        silo.AddGrainService<LinkService>();
        return silo;
    }
}
