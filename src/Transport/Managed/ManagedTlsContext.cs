using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MGen.Transport.Managed;

/// <summary>
/// Settings of one side for <see cref="SslStream"/>; exactly one of <see cref="Server"/> and <see cref="Client"/> is
/// set.
/// </summary>
internal sealed class ManagedTlsContext : TlsContext
{
    public SslServerAuthenticationOptions? Server { get; private init; }

    public Func<string, SslClientAuthenticationOptions>? Client { get; private init; }

    public static ManagedTlsContext For(TlsServerOptions options) =>
        new()
        {
            Server = new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(
                    options.Certificate,
                    options.Chain,
                    offline: true
                ),
                ApplicationProtocols = Protocols(options.ApplicationProtocols),
                AllowTlsResume = false,
            },
        };

    [SuppressMessage(
        "Security",
        "CA5359",
        Justification = "the original verifies nothing; tls_ca turns verification on"
    )]
    public static ManagedTlsContext For(TlsClientOptions options)
    {
        X509ChainPolicy? policy = options.TrustedCertificatesFile is { } file ? TrustOnly(file) : null;
        return new()
        {
            Client = serverName => new SslClientAuthenticationOptions
            {
                TargetHost = serverName,
                ApplicationProtocols = Protocols(options.ApplicationProtocols),
                AllowTlsResume = false,
                CertificateChainPolicy = policy,
                RemoteCertificateValidationCallback = policy is null ? (_, _, _, _) => true : null,
            },
        };
    }

    public override void Dispose() { }

    private static X509ChainPolicy TrustOnly(string file)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }

    /// <summary>
    /// <c>null</c> if there are no names, because the platform would send an empty extension for an empty list.
    /// </summary>
    private static List<SslApplicationProtocol>? Protocols(IReadOnlyList<string> names) =>
        names.Count == 0 ? null : [.. names.Select(name => new SslApplicationProtocol(name))];
}
