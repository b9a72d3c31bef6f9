using System.Net;
using Orleans.Services;

namespace MGen.Grains.Links;

/// <summary>Runs in each member and tells others where its links listen.</summary>
[Alias("MGen.ILinkService")]
internal interface ILinkService : IGrainService
{
    /// <summary>Where this member's links listen.</summary>
    [Alias("Find")]
    Task<IPEndPoint> FindAsync();
}
