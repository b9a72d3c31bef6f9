using System.Net;
using MGen.Contract;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>A cluster of two silos and two gateways or more, to run tests against.</summary>
public interface ICluster : IAsyncDisposable
{
    /// <summary>The addresses of its gateways.</summary>
    IReadOnlyList<IPEndPoint> Gateways { get; }

    /// <summary>The event logs of its gateways.</summary>
    LogCapture GatewayLog { get; }

    /// <summary>The event logs of its silos.</summary>
    LogCapture SiloLog { get; }
}
