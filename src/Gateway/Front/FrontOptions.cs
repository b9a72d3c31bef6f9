using System.Security.Cryptography.X509Certificates;
using MGen.Transport;

namespace MGen.Gateway.Front;

/// <summary>The options of a process's TLS front: its gateway, engine and certificate.</summary>
public record FrontOptions
{
    /// <summary>The gateway.</summary>
    public GatewaySettings Gateway { get; init; } = new();

    /// <summary>The TLS implementation, and its threads.</summary>
    public TlsEngineOptions Engine { get; init; } = new();

    /// <summary>The certificate with its key; <c>null</c>: one is created in memory.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Further certificates, which are sent after the certificate.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>Whether clients that offer resumption may resume. Default true.</summary>
    public bool OfferResumption { get; init; } = true;
}
