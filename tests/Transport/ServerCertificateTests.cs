using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Transport.Tests;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-certificate-");

    public static TheoryData<string> KeyForms => ["pkcs1", "pkcs8-rsa", "sec1", "pkcs8-ec"];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(KeyForms))]
    public void Load_EachKeyForm_SignsAsItsCertificate(string form)
    {
        (string certificate, string key) = Generate(form);

        using X509Certificate2 loaded = ServerCertificate.Load(Put("server.crt", certificate), Put("server.key", key));

        byte[] data = [1, 2, 3];
        if (loaded.GetRSAPrivateKey() is { } rsa)
            Assert.True(
                loaded
                    .GetRSAPublicKey()!
                    .VerifyData(
                        data,
                        rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
                        HashAlgorithmName.SHA256,
                        RSASignaturePadding.Pss
                    )
            );
        else
            Assert.True(
                loaded
                    .GetECDsaPublicKey()!
                    .VerifyData(
                        data,
                        loaded.GetECDsaPrivateKey()!.SignData(data, HashAlgorithmName.SHA256),
                        HashAlgorithmName.SHA256
                    )
            );
    }

    [Fact]
    public void Load_KeyBehindEcParameters_FindsIt()
    {
        (string certificate, string key) = Generate("sec1");
        string parameters = PemEncoding.WriteString(
            "EC PARAMETERS",
            [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
        );

        using X509Certificate2 loaded = ServerCertificate.Load(
            Put("server.crt", certificate),
            Put("server.key", $"{parameters}\n{key}")
        );

        Assert.True(loaded.HasPrivateKey);
    }

    [Theory]
    [InlineData("1.2.840.10045.3.1.7", true)]
    [InlineData("1.3.132.0.34", true)]
    [InlineData("1.3.132.0.35", true)]
    [InlineData("1.3.132.0.10", false)] // secp256k1
    [InlineData("1.3.36.3.3.2.8.1.1.7", false)] // brainpoolP256r1
    public void Load_Curve_RefusesThoseThatNoClientAccepts(string curve, bool isUsable)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromValue(curve));
        using X509Certificate2 made = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256
        ).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        string file = Put("server.pem", $"{key.ExportPkcs8PrivateKeyPem()}\n{made.ExportCertificatePem()}");

        CertificateException? refusal = null;
        try
        {
            ServerCertificate.Load(file, file).Dispose();
        }
        catch (CertificateException e)
        {
            refusal = e;
        }

        Assert.Equal(isUsable, refusal is null);
        Assert.True(
            isUsable || refusal!.Message.EndsWith("allowed: RSA, or P-256, P-384, P-521", StringComparison.Ordinal),
            refusal?.Message
        );
    }

    [Fact]
    public void Load_OneFileForBoth_Works()
    {
        (string certificate, string key) = Generate("pkcs8-ec");
        string both = Put("server.pem", $"{key}\n{certificate}");

        using X509Certificate2 loaded = ServerCertificate.Load(both, both);

        Assert.True(loaded.HasPrivateKey);
    }

    [Fact]
    public void Load_Chain_KeepsTheIssuersInOrder()
    {
        (string leaf, string key) = Generate("pkcs1");
        (string first, _) = Generate("sec1", "CN=first issuer");
        (string second, _) = Generate("sec1", "CN=second issuer");

        using X509Certificate2 loaded = ServerCertificate.Load(
            Put("server.crt", $"{leaf}\n{first}\n{second}"),
            Put("server.key", key),
            out X509Certificate2Collection chain
        );

        Assert.Equal("CN=server", loaded.Subject);
        Assert.Equal(["CN=first issuer", "CN=second issuer"], chain.Select(c => c.Subject));
    }

    [Fact]
    public void Load_Expired_IsAccepted()
    {
        (string certificate, string key) = Generate("pkcs1");

        using X509Certificate2 loaded = ServerCertificate.Load(Put("server.crt", certificate), Put("server.key", key));

        Assert.True(loaded.NotAfter.ToUniversalTime() < TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public void Load_FileMissing_SaysWhich()
    {
        string missing = Path.Combine(_directory.FullName, "missing.crt");

        Assert.StartsWith(missing, Refusal(missing, Put("server.key", Generate("sec1").Key)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FilesSwapped_SaysWhatWasFoundAndExpected()
    {
        (string certificate, string key) = Generate("sec1");

        string message = Refusal(Put("server.key", key), Put("server.crt", certificate));

        Assert.EndsWith(
            "server.key: no certificate here; found EC PRIVATE KEY, expected a PEM file with a CERTIFICATE section",
            message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(2048, true)]
    public void Load_RsaKey_RefusesThoseThatNoHandshakeAccepts(int bits, bool isUsable)
    {
        using RSA key = RSA.Create(bits);
        using X509Certificate2 made = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        ).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        string file = Put("server.pem", $"{key.ExportPkcs8PrivateKeyPem()}\n{made.ExportCertificatePem()}");

        if (isUsable)
            ServerCertificate.Load(file, file).Dispose();
        else
            Assert.EndsWith(
                "the RSA key of 1024 bits is not accepted by TLS engines; at least 2048 bits are",
                Refusal(file, file),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void Load_KeyEncrypted_SaysWhatIsAllowed()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string encrypted = key.ExportEncryptedPkcs8PrivateKeyPem(
            "secret",
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)
        );

        string message = Refusal(Put("server.crt", Generate("sec1").Certificate), Put("server.key", encrypted));

        Assert.EndsWith(
            "server.key: no usable key here; found ENCRYPTED PRIVATE KEY, expected a PEM file with an unencrypted RSA PRIVATE KEY, EC PRIVATE KEY or PRIVATE KEY",
            message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("sec1")]
    [InlineData("pkcs1")]
    public void Load_KeyOfAnotherCertificate_NamesBothFiles(string form)
    {
        string message = Refusal(
            Put("server.crt", Generate("sec1").Certificate),
            Put("server.key", Generate(form).Key)
        );

        Assert.Contains("server.crt", message, StringComparison.Ordinal);
        Assert.Contains("server.key: not a certificate and its key", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Load_Garbage_IsRefused(string content) =>
        Assert.Contains(
            "server.crt",
            Refusal(Put("server.crt", content), Put("server.key", Generate("sec1").Key)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(2000)]
    [InlineData(2026)]
    public void CreateSelfSigned_AtTheSimulatorsStartAndToday_IsValid(int year)
    {
        DateTimeOffset now = new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);

        using X509Certificate2 certificate = ServerCertificate.CreateSelfSigned(new FakeTimeProvider(now));

        Assert.True(certificate.NotBefore.ToUniversalTime() < new DateTime(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(certificate.NotAfter.ToUniversalTime() > now.AddYears(20));
        Assert.All(["localhost", "127.0.0.1", "::1"], name => Assert.True(certificate.MatchesHostname(name)));
    }

    private static string Refusal(string certFile, string keyFile) =>
        Assert.Throws<CertificateException>(() => ServerCertificate.Load(certFile, keyFile)).Message;

    /// <summary>A certificate that expired in 2023, and its key.</summary>
    private static (string Certificate, string Key) Generate(string form, string subject = "CN=server")
    {
        using RSA rsa = RSA.Create(2048);
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = form is "pkcs1" or "pkcs8-rsa"
            ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject, ec, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(
            new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero)
        );
        string key = form switch
        {
            "pkcs1" => rsa.ExportRSAPrivateKeyPem(),
            "pkcs8-rsa" => rsa.ExportPkcs8PrivateKeyPem(),
            "sec1" => ec.ExportECPrivateKeyPem(),
            _ => ec.ExportPkcs8PrivateKeyPem(),
        };
        return (certificate.ExportCertificatePem(), key);
    }

    private string Put(string name, string content)
    {
        string file = Path.Combine(_directory.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }
}
