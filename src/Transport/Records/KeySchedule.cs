using System.Buffers.Binary;
using System.Security.Cryptography;

namespace MGen.Transport.Records;

/// <summary>The part of TLS 1.3's key schedule that follows the handshake (RFC 8446, 7.1 to 7.3).</summary>
internal static unsafe class KeySchedule
{
    private const int LongestLabel = 32;

    /// <summary>Bytes of a nonce and of an initialisation vector in all suites.</summary>
    public const int IvBytes = 12;

    /// <summary>HKDF-Expand-Label with an empty context (RFC 8446, 7.1).</summary>
    /// <param name="hash">The suite's hash.</param>
    /// <param name="secret">A secret as long as the hash.</param>
    /// <param name="label">The label without its prefix "tls13 ".</param>
    /// <param name="output">The destination, filled completely.</param>
    public static void ExpandLabel(
        HashAlgorithmName hash,
        ReadOnlySpan<byte> secret,
        ReadOnlySpan<byte> label,
        Span<byte> output
    )
    {
        ReadOnlySpan<byte> prefix = "tls13 "u8;
        Span<byte> info = stackalloc byte[4 + LongestLabel];
        BinaryPrimitives.WriteUInt16BigEndian(info, (ushort)output.Length);
        // The two lengths in front of label and context are one byte each (RFC 8446, 7.1).
        info[2] = (byte)(prefix.Length + label.Length);
        prefix.CopyTo(info[3..]);
        label.CopyTo(info[(3 + prefix.Length)..]);
        int length = 3 + prefix.Length + label.Length;
        info[length] = 0; // length of the context
        HKDF.Expand(hash, secret, output, info[..(length + 1)]);
    }

    /// <summary>Derives key and IV from the direction's secret, and restarts the record numbers at 0.</summary>
    public static void DeriveKeys(CipherSuite suite, DirectionKeys* keys)
    {
        ReadOnlySpan<byte> secret = new(keys->Secret, suite.SecretBytes);
        ExpandLabel(suite.Hash, secret, "key"u8, new(keys->Key, suite.KeyBytes));
        ExpandLabel(suite.Hash, secret, "iv"u8, new(keys->Iv, IvBytes));
        keys->Sequence = 0;
        keys->KeyId = DirectionKeys.NextKeyId();
    }

    /// <summary>Replaces the direction's secret by the next one, and derives its keys (RFC 8446, 7.2).</summary>
    public static void Update(CipherSuite suite, DirectionKeys* keys)
    {
        // The old secret is overwritten, so that whoever reads the memory later cannot decrypt what was sent before.
        Span<byte> next = stackalloc byte[suite.SecretBytes];
        Span<byte> secret = new(keys->Secret, suite.SecretBytes);
        ExpandLabel(suite.Hash, secret, "traffic upd"u8, next);
        next.CopyTo(secret);
        CryptographicOperations.ZeroMemory(next);
        DeriveKeys(suite, keys);
    }
}
