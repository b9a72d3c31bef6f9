using System.Security.Cryptography.X509Certificates;

namespace MGen.Transport;

/// <summary>The TLS settings of one side, prepared for an engine; created by <see cref="TlsEngine"/>.</summary>
public abstract class TlsContext : IDisposable
{
    /// <summary>Releases the context. Connections made with it are not affected.</summary>
    public abstract void Dispose();
}

/// <summary>The settings of a TLS server.</summary>
public sealed record TlsServerOptions
{
    /// <summary>The certificate with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Certificates sent after <see cref="Certificate"/>, issuer by issuer.</summary>
    public X509Certificate2Collection Chain { get; init; } = [];

    /// <summary>
    /// ALPN names that this side supports, in order of preference. A client that offers no names, or only other names,
    /// is served without a protocol. The managed engine refuses a client that offers only other names.
    /// </summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];
}

/// <summary>The settings of a TLS client.</summary>
public sealed record TlsClientOptions
{
    /// <summary>
    /// PEM file with the trusted certificates; <c>null</c> accepts any certificate, as the original does.
    /// </summary>
    public string? TrustedCertificatesFile { get; init; }

    /// <summary>ALPN names to offer, in order of preference; if empty, the extension is not sent.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];
}
