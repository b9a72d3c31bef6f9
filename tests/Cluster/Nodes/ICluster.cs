using System.Net;
using MGen.Contract;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>A cluster of two silos and two gateways or more, to run tests against.</summary>
public interface ICluster : IAsyncDisposable
{
    /// <summary>Where its gateways listen.</summary>
    IReadOnlyList<IPEndPoint> Gateways { get; }

    /// <summary>What its gateways log.</summary>
    LogCapture GatewayLog { get; }

    /// <summary>What its silos log.</summary>
    LogCapture SiloLog { get; }
}
