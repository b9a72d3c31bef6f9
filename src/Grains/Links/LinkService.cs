using System.Net;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Links;

/// <summary>Opens this member's links when it starts.</summary>
internal sealed class LinkService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, LinkNetwork network) : GrainService(id, silo, loggers), ILinkService
{
    public Task<IPEndPoint> FindAsync() => Task.FromResult(network.LocalEndPoint);
}
