using System.Security.Cryptography.X509Certificates;

namespace MGen.Transport;

/// <summary>The settings of a TLS server.</summary>
public sealed record TlsServerOptions
{
    /// <summary>The certificate with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Certificates sent after the first, issuer by issuer.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>
    /// ALPN names that this side supports, in order of preference. A client that offers none of them is served without
    /// a protocol.
    /// </summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];
}
