using System.Security.Cryptography.X509Certificates;

namespace MGen.Transport;

/// <summary>The server's side of TLS.</summary>
public sealed record TlsServerOptions
{
    /// <summary>The certificate with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Certificates sent behind the first, issuer by issuer.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>ALPN names this side knows, best first. A client that offers none of them is served without.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];
}
