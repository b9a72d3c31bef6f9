using System.Security.Cryptography;
using MGen.Transport.OpenSsl;

namespace MGen.Transport.Records;

/// <summary>A cipher suite of TLS 1.3 whose records this project can process (RFC 8446, B.4).</summary>
internal sealed unsafe class CipherSuite
{
    private static readonly CipherSuite[] All =
    [
        new(0x1301, "AES-128-GCM", keyBytes: 16, HashAlgorithmName.SHA256, secretBytes: 32, index: 0),
        new(0x1302, "AES-256-GCM", keyBytes: 32, HashAlgorithmName.SHA384, secretBytes: 48, index: 1),
        new(0x1303, "ChaCha20-Poly1305", keyBytes: 32, HashAlgorithmName.SHA256, secretBytes: 32, index: 2),
    ];

    private readonly Lazy<nint> _cipher;

    private CipherSuite(int id, string name, int keyBytes, HashAlgorithmName hash, int secretBytes, int index)
    {
        Id = id;
        KeyBytes = keyBytes;
        Hash = hash;
        SecretBytes = secretBytes;
        Index = index;
        _cipher = new(() => LibCrypto.EVP_CIPHER_fetch(0, name, null));
    }

    /// <summary>The number of suites.</summary>
    public static int Count => All.Length;

    /// <summary>The suite's number in the protocol, such as 0x1302.</summary>
    public int Id { get; }

    /// <summary>An index from 0 to <see cref="Count"/> - 1.</summary>
    public int Index { get; }

    public int KeyBytes { get; }

    /// <summary>The hash of the key schedule.</summary>
    public HashAlgorithmName Hash { get; }

    /// <summary>Length of a traffic secret in bytes: that of the hash.</summary>
    public int SecretBytes { get; }

    /// <summary>OpenSSL's EVP_CIPHER, valid as long as the process; 0 if its provider has none.</summary>
    public nint Cipher => _cipher.Value;

    /// <summary>
    /// The suite with a number of the protocol; <c>null</c> if it is unknown or OpenSSL does not support it.
    /// </summary>
    public static CipherSuite? Find(int id) => Array.Find(All, suite => suite.Id == id && suite.Cipher != 0);
}
