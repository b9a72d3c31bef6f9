using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MGen.Links.Tests;

/// <summary>A certificate authority that issues members' certificates into files of a folder.</summary>
internal sealed class TestCa : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-ca-");
    private readonly X509Certificate2 _ca;
    private int _serial;

    public TestCa(int rsaBits = 0)
    {
        using AsymmetricAlgorithm key = CreateKey(rsaBits);
        CertificateRequest request = CreateRequest($"CN=Test CA {_folder.Name}", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        _ca = request.CreateSelfSigned(now.AddYears(-10), now.AddYears(10));
        File.WriteAllText(CaFile, _ca.ExportCertificatePem());
    }

    /// <summary>PEM file with the CA's certificate.</summary>
    public string CaFile => Path.Combine(_folder.FullName, "ca.crt");

    /// <summary>Issues a certificate.</summary>
    /// <param name="rsaBits">0: an EC key.</param>
    /// <param name="expiresInDays">From now; negative: it has expired.</param>
    /// <param name="usages">OIDs of the extended key usage; none: no such extension.</param>
    /// <returns>Its files.</returns>
    public (string Certificate, string Key) Issue(int rsaBits = 0, int expiresInDays = 30, params string[] usages)
    {
        using AsymmetricAlgorithm key = CreateKey(rsaBits);
        CertificateRequest request = CreateRequest("CN=member", key);
        if (usages.Length > 0)
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension([.. usages.Select(usage => new Oid(usage))], critical: false)
            );
        DateTimeOffset now = DateTimeOffset.UtcNow;
        X509SignatureGenerator signer = _ca.GetECDsaPrivateKey() is { } ec
            ? X509SignatureGenerator.CreateForECDsa(ec)
            : X509SignatureGenerator.CreateForRSA(_ca.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.Create(
            _ca.SubjectName,
            signer,
            now.AddDays(Math.Min(0, expiresInDays) - 1),
            now.AddDays(expiresInDays),
            BitConverter.GetBytes(++_serial)
        );
        string file = Path.Combine(_folder.FullName, $"member{_serial}");
        File.WriteAllText($"{file}.crt", certificate.ExportCertificatePem());
        File.WriteAllText($"{file}.key", key.ExportPkcs8PrivateKeyPem());
        return ($"{file}.crt", $"{file}.key");
    }

    /// <summary>Issues a certificate and loads it.</summary>
    public X509Certificate2 IssueLoaded()
    {
        (string certificate, string key) = Issue();
        return X509Certificate2.CreateFromPemFile(certificate, key);
    }

    public void Dispose()
    {
        _ca.Dispose();
        _folder.Delete(recursive: true);
    }

    private static AsymmetricAlgorithm CreateKey(int rsaBits) =>
        rsaBits > 0 ? RSA.Create(rsaBits) : ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static CertificateRequest CreateRequest(string name, AsymmetricAlgorithm key) =>
        key is RSA rsa
            ? new CertificateRequest(name, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(name, (ECDsa)key, HashAlgorithmName.SHA256);
}
