using System.Security.Cryptography.X509Certificates;
using MGen.Transport;

namespace MGen.Gateway.Front;

/// <summary>How the TLS front of a process runs: the gateway, its engine and its certificate.</summary>
public record FrontOptions
{
    /// <summary>The gateway.</summary>
    public GatewayOptions Gateway { get; init; } = new();

    /// <summary>Which TLS implementation, and on how many threads.</summary>
    public TlsEngineOptions Engine { get; init; } = new();

    /// <summary>The certificate with its key; <c>null</c>: one is made up in memory.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Certificates sent behind it.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>Whether clients that offer resumption get it. Default true.</summary>
    public bool OfferResumption { get; init; } = true;
}
