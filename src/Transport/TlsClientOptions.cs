namespace MGen.Transport;

/// <summary>The client's side of TLS.</summary>
public sealed record TlsClientOptions
{
    /// <summary>PEM file with the certificates to trust; <c>null</c>: any certificate is accepted, as the original does.</summary>
    public string? TrustedCertificatesFile { get; init; }

    /// <summary>ALPN names to offer, best first; none: the extension is not sent.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];
}
