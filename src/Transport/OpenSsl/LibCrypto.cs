using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// OpenSSL's authenticated ciphers (EVP). For a short message a call takes well under a microsecond, without callbacks
/// or waiting, so these imports omit the transition for the garbage collector. Long records use the variants with a
/// transition.
/// </summary>
internal static unsafe partial class LibCrypto
{
    public const int AeadGetTag = 0x10;
    public const int AeadSetTag = 0x11;

    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint EVP_CIPHER_fetch(nint context, string algorithm, byte* properties);

    [LibraryImport(Library)]
    public static partial nint EVP_CIPHER_get0_provider(nint cipher);

    [LibraryImport(Library)]
    public static partial byte* OSSL_PROVIDER_get0_name(nint provider);

    [LibraryImport(Library)]
    public static partial ulong OpenSSL_version_num();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_128_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_aes_256_gcm();

    [LibraryImport(Library)]
    public static partial nint EVP_chacha20_poly1305();

    [LibraryImport(Library)]
    public static partial nint EVP_CIPHER_meth_dup(nint cipher);

    [LibraryImport(Library)]
    public static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    public static partial int EVP_CIPHER_CTX_reset(nint context);

    [LibraryImport(Library)]
    public static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_CIPHER_CTX_ctrl(nint context, int command, int number, void* pointer);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_EncryptInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_EncryptUpdate(
        nint context,
        byte* output,
        int* outputLength,
        byte* input,
        int inputLength
    );

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_EncryptFinal_ex(nint context, byte* output, int* outputLength);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_DecryptInit_ex(nint context, nint cipher, nint engine, byte* key, byte* iv);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_DecryptUpdate(
        nint context,
        byte* output,
        int* outputLength,
        byte* input,
        int inputLength
    );

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int EVP_DecryptFinal_ex(nint context, byte* output, int* outputLength);

    [LibraryImport(Library, EntryPoint = "EVP_EncryptUpdate")]
    public static partial int EncryptLong(nint context, byte* output, int* outputLength, byte* input, int inputLength);

    [LibraryImport(Library, EntryPoint = "EVP_DecryptUpdate")]
    public static partial int DecryptLong(nint context, byte* output, int* outputLength, byte* input, int inputLength);
}
