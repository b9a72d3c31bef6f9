namespace MGen.Transport;

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
