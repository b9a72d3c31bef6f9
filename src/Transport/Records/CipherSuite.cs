using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MGen.Transport.OpenSsl;

namespace MGen.Transport.Records;

/// <summary>A cipher suite of TLS 1.3 whose records this project can process (RFC 8446, B.4).</summary>
internal sealed unsafe class CipherSuite
{
    private static readonly CipherSuite[] All =
    [
        new(0x1301, new("AES-128-GCM", LibCrypto.EVP_aes_128_gcm), keyBytes: 16, HashAlgorithmName.SHA256, index: 0),
        new(0x1302, new("AES-256-GCM", LibCrypto.EVP_aes_256_gcm), keyBytes: 32, HashAlgorithmName.SHA384, index: 1),
        new(
            0x1303,
            new("ChaCha20-Poly1305", LibCrypto.EVP_chacha20_poly1305),
            keyBytes: 32,
            HashAlgorithmName.SHA256,
            index: 2
        ),
    ];

    private readonly Lazy<nint> _cipher;

    private CipherSuite(int id, EvpCipher cipher, int keyBytes, HashAlgorithmName hash, int index)
    {
        Id = id;
        KeyBytes = keyBytes;
        Hash = hash;
        SecretBytes = hash == HashAlgorithmName.SHA384 ? 48 : 32;
        Index = index;
        Source = cipher;
        _cipher = new(cipher.Find);
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

    /// <summary>The origin of <see cref="Cipher"/>.</summary>
    public EvpCipher Source { get; }

    /// <summary>
    /// The suite with a number of the protocol; <c>null</c> if it is unknown or OpenSSL does not support it.
    /// </summary>
    public static CipherSuite? Find(int id) => Array.Find(All, suite => suite.Id == id && suite.Cipher != 0);
}

/// <summary>The two forms of a cipher in OpenSSL 3.</summary>
/// <param name="name">The cipher's name for providers.</param>
/// <param name="builtIn">Returns the description of the cipher that is built into libcrypto.</param>
internal sealed unsafe class EvpCipher(string name, Func<nint> builtIn)
{
    /// <summary>OpenSSL 3.1.0, in the form of <c>OpenSSL_version_num</c>.</summary>
    private const ulong FirstUnmeasured = 0x30100000;

    /// <summary>The cipher of the configured provider; 0 if there is none.</summary>
    public nint Fetch() => LibCrypto.EVP_CIPHER_fetch(0, name, null);

    /// <summary>
    /// The cipher to use; 0 if there is none. With OpenSSL 3.0 and its default provider, this is a copy of the cipher
    /// that is built into libcrypto: it executes the provider's code, but its functions are called directly. A
    /// provider's cipher receives nonce length and tag in lists of named parameters, so a record of 240 bytes takes 620
    /// ns instead of 390 ns (decision 27).
    /// </summary>
    public nint Find()
    {
        nint fetched = Fetch();
        if (fetched == 0 || LibCrypto.OpenSSL_version_num() >= FirstUnmeasured || !IsOfDefaultProvider(fetched))
            return fetched;
        try
        {
            return LibCrypto.EVP_CIPHER_meth_dup(builtIn()) is var direct and not 0 ? direct : fetched;
        }
        catch (EntryPointNotFoundException) // OpenSSL was built without deprecated functions
        {
            return fetched;
        }
    }

    /// <summary>False if the system's configuration selects the FIPS provider or hardware.</summary>
    private static bool IsOfDefaultProvider(nint cipher) =>
        MemoryMarshal
            .CreateReadOnlySpanFromNullTerminated(
                LibCrypto.OSSL_PROVIDER_get0_name(LibCrypto.EVP_CIPHER_get0_provider(cipher))
            )
            .SequenceEqual("default"u8);
}
