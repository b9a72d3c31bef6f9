using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MGen.Transport;

/// <summary>
/// A server's certificate: read from PEM files, or generated. Expiry and issuer are not checked here.
/// </summary>
public static class ServerCertificate
{
    private const string AllowedKeys = "an unencrypted RSA PRIVATE KEY, EC PRIVATE KEY or PRIVATE KEY";
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>
    /// The shortest RSA key that TLS engines accept at their default security level (OpenSSL's level 2, 112 bits). With
    /// a shorter one no handshake succeeds.
    /// </summary>
    private const int MinRsaBits = 2048;

    /// <summary>
    /// The curves whose signatures TLS engines support by default. Every handshake with another curve would fail.
    /// </summary>
    private static readonly FrozenDictionary<string, string> Curves = new Dictionary<string, string>
    {
        ["1.2.840.10045.3.1.7"] = "P-256",
        ["1.3.132.0.34"] = "P-384",
        ["1.3.132.0.35"] = "P-521",
    }.ToFrozenDictionary();

    /// <summary>
    /// A generated certificate is valid from this long before the present time or the simulator's year 2000, whichever
    /// is earlier, until this long after the present time.
    /// </summary>
    private static readonly TimeSpan SelfSignedMargin = TimeSpan.FromDays(30 * 365);

    /// <summary>Reads a certificate and its key; ignores further certificates of the file.</summary>
    /// <inheritdoc cref="Load(string, string, out X509Certificate2Collection)"/>
    public static X509Certificate2 Load(string certFile, string keyFile) => Load(certFile, keyFile, out _);

    /// <summary>Reads a certificate, its key, and the certificates of its issuers.</summary>
    /// <param name="certFile">PEM file with the server's certificate, followed by those of its issuers, if any.</param>
    /// <param name="keyFile">PEM file with the key in PKCS#1, SEC 1 or PKCS#8 form; may be the same file.</param>
    /// <param name="chain">The issuers' certificates, in the file's order.</param>
    /// <exception cref="CertificateException">
    /// A file is not readable or has other contents, certificate and key do not match, or TLS engines do not accept the
    /// key (an RSA key below 2,048 bits, another curve than P-256, P-384 and P-521).
    /// </exception>
    public static X509Certificate2 Load(string certFile, string keyFile, out X509Certificate2Collection chain)
    {
        string certPem = Read(certFile),
            keyPem = Read(keyFile);
        if (!Labels(certPem).Contains(CertificateLabel))
            throw new CertificateException(
                $"{certFile}: no certificate here; found {Found(certPem)}, expected a PEM file with a {CertificateLabel} section"
            );
        if (!Labels(keyPem).Any(IsKey))
            throw new CertificateException(
                $"{keyFile}: no usable key here; found {Found(keyPem)}, expected a PEM file with {AllowedKeys}"
            );
        try
        {
            chain = [];
            chain.ImportFromPem(certPem);
            // The first one is the server's own, which is created again below, with its key.
            chain[0].Dispose();
            chain.RemoveAt(0);
            X509Certificate2 certificate = X509Certificate2.CreateFromPem(certPem, keyPem);
            CheckRsa(certFile, certificate);
            CheckCurve(certFile, certificate);
            return Usable(certificate);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CertificateException($"{certFile}, {keyFile}: not a certificate and its key: {e.Message}", e);
        }
    }

    private static void CheckRsa(string certFile, X509Certificate2 certificate)
    {
        using RSA? key = certificate.GetRSAPublicKey();
        if (key is not null && key.KeySize < MinRsaBits)
            throw new CertificateException(
                $"{certFile}: the RSA key of {key.KeySize} bits is not accepted by TLS engines; at least {MinRsaBits} bits are"
            );
    }

    private static void CheckCurve(string certFile, X509Certificate2 certificate)
    {
        using ECDsa? key = certificate.GetECDsaPublicKey();
        if (key is null)
            return;
        ECCurve curve = key.ExportParameters(includePrivateParameters: false).Curve;
        if (curve.IsNamed && Curves.ContainsKey(curve.Oid.Value ?? ""))
            return;
        string name = curve.IsNamed
            ? curve.Oid.FriendlyName ?? curve.Oid.Value ?? "unknown"
            : "given by its parameters";
        throw new CertificateException(
            $"{certFile}: the key's curve ({name}) is not accepted by TLS clients; allowed: RSA, or {string.Join(", ", Curves.Values.Order(StringComparer.Ordinal))}"
        );
    }

    /// <summary>
    /// Generates a P-256 certificate for localhost, 127.0.0.1 and ::1. It is valid for 30 years from now, and in the
    /// year 2000, where the simulator's clock is.
    /// </summary>
    /// <param name="clock">The clock.</param>
    public static X509Certificate2 CreateSelfSigned(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = clock.GetUtcNow(),
            year2000 = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        DateTimeOffset earliest = now < year2000 ? now : year2000;
        return Usable(request.CreateSelfSigned(earliest - SelfSignedMargin, now + SelfSignedMargin));
    }

    private static string Read(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CertificateException($"{file}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The labels of the PEM blocks, in order.</summary>
    private static List<string> Labels(string pem)
    {
        List<string> labels = [];
        for (
            ReadOnlySpan<char> rest = pem;
            PemEncoding.TryFind(rest, out PemFields section);
            rest = rest[section.Location.End..]
        )
            labels.Add(rest[section.Label].ToString());
        return labels;
    }

    private static string Found(string pem) =>
        Labels(pem) is { Count: > 0 } labels ? string.Join(", ", labels) : "no PEM section";

    private static bool IsKey(string label) => label is "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY";

    /// <summary>Re-imports the key, since Windows serves TLS only with keys from a key store.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
            return certificate;
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}

/// <summary>
/// A certificate or its key could not be loaded; the message names the file, its contents and what is allowed.
/// </summary>
public sealed class CertificateException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public CertificateException() { }

    /// <summary>Creates the exception with a message for the user.</summary>
    public CertificateException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message for the user and its cause.</summary>
    public CertificateException(string message, Exception? innerException)
        : base(message, innerException) { }
}
