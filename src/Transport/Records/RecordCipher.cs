using System.Buffers.Binary;
using MGen.Transport.OpenSsl;

namespace MGen.Transport.Records;

/// <summary>
/// Encrypts and decrypts records by OpenSSL's EVP interface (RFC 8446, 5.2). One per event loop, shared by its
/// connections: a context takes 1.2 KB, and its key is set only when the connection changes. Not thread-safe.
/// </summary>
internal sealed unsafe class RecordCipher : IDisposable
{
    /// <summary>Bytes of the tag after each record's ciphertext; the same for all suites.</summary>
    public const int TagBytes = 16;

    /// <summary>
    /// Up to this many bytes, about a microsecond, are processed without a transition for the garbage collector, so the
    /// collector may have to wait that long. Longer records pay for the transition.
    /// </summary>
    private const int ShortBytes = 4096;

    private readonly Context[] _sealing = new Context[CipherSuite.Count];
    private readonly Context[] _opening = new Context[CipherSuite.Count];

    /// <summary>Whether any context holds a key.</summary>
    public bool HoldsKeys => _sealing.Concat(_opening).Any(context => context.HoldsKey);

    /// <summary>Encrypts a record in place, and increments the record number.</summary>
    /// <param name="suite">The connection's suite.</param>
    /// <param name="keys">The direction's keys.</param>
    /// <param name="record">
    /// The complete header of <see cref="RecordHeader.Bytes"/>, the inner plaintext, and space for the tag.
    /// </param>
    /// <param name="length">Bytes of the inner plaintext.</param>
    /// <returns>Whether OpenSSL succeeded.</returns>
    public bool Seal(CipherSuite suite, DirectionKeys* keys, byte* record, int length)
    {
        // A context per direction and suite, so that a connection that reads and writes in turn keeps both key
        // schedules.
        ref Context context = ref _sealing[suite.Index];
        byte* nonce = stackalloc byte[KeySchedule.IvBytes];
        WriteNonce(keys, nonce);
        byte* text = record + RecordHeader.Bytes;
        int done;
        byte* key = context.Take(keys, suite, out nint cipher);
        bool isSealed =
            // A key of null keeps the context's key schedule; only the nonce is set. Most records take this path.
            LibCrypto.EVP_EncryptInit_ex(context.Handle, cipher, 0, key, nonce) > 0
            && LibCrypto.EVP_EncryptUpdate(context.Handle, null, &done, record, RecordHeader.Bytes) > 0
            && (
                length <= ShortBytes
                    ? LibCrypto.EVP_EncryptUpdate(context.Handle, text, &done, text, length)
                    : LibCrypto.EncryptLong(context.Handle, text, &done, text, length)
            ) > 0
            && LibCrypto.EVP_EncryptFinal_ex(context.Handle, text + length, &done) > 0
            && LibCrypto.EVP_CIPHER_CTX_ctrl(context.Handle, LibCrypto.AeadGetTag, TagBytes, text + length) > 0;
        // Incremented also after a failure: a nonce must never be used twice, whatever OpenSSL has done with it.
        keys->Sequence++;
        return isSealed || context.Reset();
    }

    /// <summary>Decrypts a record, and increments the record number.</summary>
    /// <param name="suite">The connection's suite.</param>
    /// <param name="keys">The direction's keys.</param>
    /// <param name="record">Header, ciphertext and tag.</param>
    /// <param name="length">Bytes of the ciphertext without its tag.</param>
    /// <param name="plain">The destination of the inner plaintext, of the same length.</param>
    /// <returns>Whether the record is authentic. If not, ignore the contents of <paramref name="plain"/>.</returns>
    public bool Open(CipherSuite suite, DirectionKeys* keys, byte* record, int length, byte* plain)
    {
        ref Context context = ref _opening[suite.Index];
        byte* nonce = stackalloc byte[KeySchedule.IvBytes];
        WriteNonce(keys, nonce);
        byte* text = record + RecordHeader.Bytes;
        int done;
        byte* key = context.Take(keys, suite, out nint cipher);
        bool isAuthentic =
            LibCrypto.EVP_DecryptInit_ex(context.Handle, cipher, 0, key, nonce) > 0
            && LibCrypto.EVP_DecryptUpdate(context.Handle, null, &done, record, RecordHeader.Bytes) > 0
            && (
                length <= ShortBytes
                    ? LibCrypto.EVP_DecryptUpdate(context.Handle, plain, &done, text, length)
                    : LibCrypto.DecryptLong(context.Handle, plain, &done, text, length)
            ) > 0
            && LibCrypto.EVP_CIPHER_CTX_ctrl(context.Handle, LibCrypto.AeadSetTag, TagBytes, text + length) > 0
            && LibCrypto.EVP_DecryptFinal_ex(context.Handle, plain + length, &done) > 0;
        keys->Sequence++;
        return isAuthentic || context.Reset();
    }

    /// <summary>
    /// Wipes a connection's keys from the contexts, when the connection ends, moves to another loop, or replaces a key.
    /// </summary>
    public void Forget(CipherSuite suite, ConnectionKeys* keys)
    {
        foreach (Context[] contexts in (Context[][])[_sealing, _opening])
        {
            // Compared by key id and not by address: the memory of the keys is reused for other connections.
            ref Context context = ref contexts[suite.Index];
            if (context.Holds(&keys->Client) || context.Holds(&keys->Server))
                context.Reset();
        }
    }

    public void Dispose()
    {
        foreach (Context[] contexts in (Context[][])[_sealing, _opening])
        {
            for (int i = 0; i < contexts.Length; i++)
                contexts[i].Free();
        }
    }

    /// <summary>Writes the IV, with the record's number XORed into its last 8 bytes (RFC 8446, 5.3).</summary>
    private static void WriteNonce(DirectionKeys* keys, byte* nonce)
    {
        new ReadOnlySpan<byte>(keys->Iv, KeySchedule.IvBytes).CopyTo(new(nonce, KeySchedule.IvBytes));
        Span<byte> tail = new(nonce + KeySchedule.IvBytes - sizeof(ulong), sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(tail, BinaryPrimitives.ReadUInt64BigEndian(tail) ^ keys->Sequence);
    }

    /// <summary>An EVP_CIPHER_CTX, and the identity of its key.</summary>
    private struct Context
    {
        private long _keyId;
        private bool _hasCipher;

        public nint Handle { get; private set; }

        public readonly bool HoldsKey => _keyId != 0;

        public readonly bool Holds(DirectionKeys* keys) => _keyId == keys->KeyId && _keyId != 0;

        /// <summary>Assigns the context to a key.</summary>
        /// <returns>The key to set; <c>null</c> if the context holds it already.</returns>
        public byte* Take(DirectionKeys* keys, CipherSuite suite, out nint cipher)
        {
            cipher = 0; // setting a cipher allocates, even if it is unchanged
            if (Holds(keys))
                return null;
            if (Handle == 0)
                Handle = LibCrypto.EVP_CIPHER_CTX_new();
            if (!_hasCipher)
                cipher = suite.Cipher;
            (_keyId, _hasCipher) = (keys->KeyId, true);
            return keys->Key;
        }

        /// <summary>Wipes the key.</summary>
        /// <returns><c>false</c>.</returns>
        public bool Reset()
        {
            (_keyId, _hasCipher) = (0, false);
            if (Handle != 0)
                _ = LibCrypto.EVP_CIPHER_CTX_reset(Handle);
            // A stale entry in the thread's error queue would make a later SSL_get_error of another connection report a
            // failure.
            LibSsl.ERR_clear_error();
            return false;
        }

        public void Free()
        {
            LibCrypto.EVP_CIPHER_CTX_free(Handle); // wipes the key
            this = default;
        }
    }
}
