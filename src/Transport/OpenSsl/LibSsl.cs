using System.Runtime.InteropServices;
using System.Text;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// The functions and constants of OpenSSL 3 that the engine uses; names and meanings are those of its manual pages.
/// </summary>
internal static unsafe partial class LibSsl
{
    public const int ErrorSsl = 1;
    public const int ErrorWantRead = 2;
    public const int ErrorWantWrite = 3;
    public const int ErrorZeroReturn = 6;

    public const int CtrlMode = 33;
    public const int CtrlSetReadAhead = 41;
    public const int CtrlSetSessionCacheMode = 44;
    public const int CtrlSetServerName = 55;
    public const int CtrlClearMode = 78;
    public const int CtrlChainCertificate = 89;
    public const int CtrlSetMinProtoVersion = 123;

    /// <summary>A write may return after some of its records.</summary>
    public const long ModeEnablePartialWrite = 1;

    /// <summary>Allows a retried write to use another buffer.</summary>
    public const long ModeAcceptMovingWriteBuffer = 2;

    /// <summary>
    /// SSL_MODE_AUTO_RETRY, set by default: a read processes records until one has data. Without it, a read returns
    /// after each record without data, so that these can be counted.
    /// </summary>
    public const long ModeAutoRetry = 4;

    /// <summary>
    /// Disables the search for issuers of the certificate in each handshake: the chain is what was configured.
    /// </summary>
    public const long ModeNoAutoChain = 8;

    /// <summary>An idle connection frees its record buffers (about 34 KB).</summary>
    public const long ModeReleaseBuffers = 16;

    public const int Tls12 = 0x0303;
    public const int Tls13 = 0x0304;
    public const int VerifyNone = 0;
    public const int VerifyPeer = 1;
    public const int VerifyFailIfNoPeerCertificate = 2;
    public const int AlpnOk = 0;
    public const int AlpnNoAck = 3;

    public const int BioTypeSourceSink = 0x0400;
    public const int BioReadRetry = 0x01 | 0x08;
    public const int BioRetryMask = 0x0f;
    public const int BioCtrlFlush = 11;

    private const string Ssl = "libssl.so.3";
    private const string Crypto = "libcrypto.so.3";

    /// <summary>Whether both libraries can be loaded.</summary>
    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Crypto, out _) && NativeLibrary.TryLoad(Ssl, out _);

    [LibraryImport(Ssl)]
    public static partial nint TLS_method();

    [LibraryImport(Ssl)]
    public static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_free(nint context);

    [LibraryImport(Ssl)]
    public static partial nint SSL_CTX_ctrl(nint context, int command, nint number, nint pointer);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_set_num_tickets(nint context, nuint count);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_use_certificate(nint context, nint certificate);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_use_PrivateKey(nint context, nint key);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_CTX_load_verify_file(nint context, string file);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_verify(nint context, int mode, nint callback);

    [LibraryImport(Ssl)]
    public static partial int SSL_CTX_set_alpn_protos(nint context, byte* protocols, uint length);

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_alpn_select_cb(
        nint context,
        delegate* unmanaged<nint, byte**, byte*, byte*, uint, nint, int> callback,
        nint state
    );

    [LibraryImport(Ssl)]
    public static partial void SSL_CTX_set_keylog_callback(
        nint context,
        delegate* unmanaged<nint, byte*, void> callback
    );

    [LibraryImport(Ssl)]
    public static partial nint SSL_new(nint context);

    [LibraryImport(Ssl)]
    public static partial void SSL_free(nint ssl);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_SSL_CTX(nint ssl);

    [LibraryImport(Ssl)]
    public static partial nint SSL_ctrl(nint ssl, int command, nint number, nint pointer);

    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SSL_set1_host(nint ssl, string name);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get0_param(nint ssl);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_bio(nint ssl, nint read, nint write);

    [LibraryImport(Ssl)]
    public static partial int SSL_set_fd(nint ssl, int descriptor);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_accept_state(nint ssl);

    [LibraryImport(Ssl)]
    public static partial void SSL_set_connect_state(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_do_handshake(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_read(nint ssl, byte* buffer, int length);

    [LibraryImport(Ssl), SuppressGCTransition]
    public static partial int SSL_pending(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_write(nint ssl, byte* buffer, int length);

    [LibraryImport(Ssl)]
    public static partial int SSL_shutdown(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_get_error(nint ssl, int result);

    [LibraryImport(Ssl)]
    public static partial int SSL_version(nint ssl);

    [LibraryImport(Ssl)]
    public static partial int SSL_has_pending(nint ssl);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_session(nint ssl);

    [LibraryImport(Ssl)]
    public static partial byte SSL_SESSION_get_max_fragment_length(nint session);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_current_cipher(nint ssl);

    [LibraryImport(Ssl)]
    public static partial ushort SSL_CIPHER_get_protocol_id(nint cipher);

    [LibraryImport(Ssl)]
    public static partial nint SSL_get_verify_result(nint ssl);

    [LibraryImport(Ssl)]
    public static partial void SSL_get0_alpn_selected(nint ssl, byte** data, uint* length);

    [LibraryImport(Crypto)]
    public static partial nint BIO_meth_new(int type, byte* name);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_read(nint method, delegate* unmanaged<nint, byte*, int, int> read);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_write(nint method, delegate* unmanaged<nint, byte*, int, int> write);

    [LibraryImport(Crypto)]
    public static partial int BIO_meth_set_ctrl(nint method, delegate* unmanaged<nint, int, nint, nint, nint> ctrl);

    [LibraryImport(Crypto)]
    public static partial nint BIO_new(nint method);

    [LibraryImport(Crypto)]
    public static partial void BIO_set_init(nint bio, int value);

    [LibraryImport(Crypto), SuppressGCTransition]
    public static partial void BIO_set_flags(nint bio, int flags);

    [LibraryImport(Crypto), SuppressGCTransition]
    public static partial void BIO_clear_flags(nint bio, int flags);

    [LibraryImport(Crypto)]
    public static partial nint d2i_X509(nint into, byte** data, nint length);

    [LibraryImport(Crypto)]
    public static partial void X509_free(nint certificate);

    [LibraryImport(Crypto, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int X509_VERIFY_PARAM_set1_ip_asc(nint param, string address);

    [LibraryImport(Crypto)]
    public static partial byte* X509_verify_cert_error_string(nint error);

    [LibraryImport(Crypto)]
    public static partial nint d2i_AutoPrivateKey(nint into, byte** data, nint length);

    [LibraryImport(Crypto)]
    public static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Crypto)]
    public static partial nuint ERR_get_error();

    [LibraryImport(Crypto)]
    public static partial void ERR_clear_error();

    [LibraryImport(Crypto)]
    public static partial void ERR_error_string_n(nuint error, byte* buffer, nuint length);

    /// <summary>Takes the oldest entry of this thread's error queue, as text, and empties the queue.</summary>
    public static string TakeError()
    {
        nuint error = ERR_get_error();
        ERR_clear_error();
        if (error == 0)
            return "unknown TLS error";
        byte* text = stackalloc byte[256];
        ERR_error_string_n(error, text, 256);
        return Marshal.PtrToStringUTF8((nint)text)!;
    }

    /// <summary>The protocol chosen by ALPN; <c>null</c> if none.</summary>
    public static string? GetApplicationProtocol(nint ssl)
    {
        byte* name;
        uint length;
        SSL_get0_alpn_selected(ssl, &name, &length);
        return length == 0 ? null : Encoding.ASCII.GetString(name, (int)length);
    }
}
