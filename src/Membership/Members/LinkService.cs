using System.Net;
using MGen.Links;
using MGen.Wire;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace MGen.Membership;

/// <summary>An Orleans service of each member that returns the address at which the member's links listen.</summary>
[Alias("MGen.ILinkService")]
internal interface ILinkService : IGrainService
{
    /// <summary>Returns the address at which this member's links listen.</summary>
    [Alias("Find")]
    Task<IPEndPoint> FindAsync();
}

/// <summary>Orleans creates this service when the member starts; resolving the network opens the links.</summary>
internal sealed class LinkService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, LinkNetwork network)
    : GrainService(id, silo, loggers),
        ILinkService
{
    public Task<IPEndPoint> FindAsync() => Task.FromResult(network.LocalEndPoint);
}

/// <summary>The members of the Orleans cluster, as the links need them.</summary>
internal sealed class LinkDirectory(ILocalSiloDetails here, ClusterView cluster, IServiceProvider services)
    : ILinkDirectory
{
    // A grain service is addressed by its silo, so the call needs no grain directory.
    private readonly Client _client = new(services);

    public NodeId Here { get; } = here.SiloAddress.ToNodeId();

    public bool IsGone(NodeId member) => cluster.IsGone(member.ToSiloAddress());

    public Task<IPEndPoint> FindAsync(NodeId member) => _client.At(member.ToSiloAddress()).FindAsync();

    private sealed class Client(IServiceProvider services) : GrainServiceClient<ILinkService>(services)
    {
        public ILinkService At(SiloAddress member) => GetGrainService(member);
    }
}
