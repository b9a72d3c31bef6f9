using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// An SSL_CTX: the settings of one side. OpenSSL counts references, so connections may outlive the context.
/// </summary>
internal sealed unsafe class OpenSslContext : TlsContext
{
    private GCHandle _protocols;

    private OpenSslContext(RecordLimits? ownRecords, KeyLog? keyLog)
    {
        OwnRecords = ownRecords;
        Handle = LibSsl.SSL_CTX_new(LibSsl.TLS_method());
        if (Handle == 0)
            throw new InvalidOperationException(LibSsl.TakeError());
        Set(
            LibSsl.CtrlMode,
            (nint)(LibSsl.ModeReleaseBuffers | LibSsl.ModeAcceptMovingWriteBuffer | LibSsl.ModeNoAutoChain)
        );
        Set(LibSsl.CtrlSetMinProtoVersion, LibSsl.Tls12);
        // Cleared: see ModeAutoRetry. OpenSSL sets it by default.
        Set(LibSsl.CtrlClearMode, (nint)LibSsl.ModeAutoRetry);
        Set(LibSsl.CtrlSetSessionCacheMode, 0);
        KeyLog.Attach(Handle, keyLog);
    }

    public nint Handle { get; private set; }

    /// <summary>
    /// The limits of the record layers that replace the SSL objects of established connections; <c>null</c> if SSL
    /// objects are kept.
    /// </summary>
    public RecordLimits? OwnRecords { get; }

    /// <summary>Whether the peer's certificate must be valid for its name.</summary>
    public bool VerifiesPeer { get; private init; }

    public static OpenSslContext For(TlsServerOptions options, RecordLimits? ownRecords, KeyLog? keyLog)
    {
        OpenSslContext context = new(ownRecords, keyLog);
        // TLS sessions are not resumed; tickets would only cost memory and bytes.
        _ = LibSsl.SSL_CTX_set_num_tickets(context.Handle, 0);
        UseCertificate(context.Handle, options.Certificate);
        foreach (X509Certificate2 issuer in options.Chain)
            context.Set(LibSsl.CtrlChainCertificate, 0, Decode(issuer)); // transfers the reference
        if (options.ApplicationProtocols.Count > 0)
        {
            context._protocols = GCHandle.Alloc(Encode(options.ApplicationProtocols));
            LibSsl.SSL_CTX_set_alpn_select_cb(context.Handle, &SelectProtocol, GCHandle.ToIntPtr(context._protocols));
        }
        return context;
    }

    public static OpenSslContext For(TlsClientOptions options, RecordLimits? ownRecords, KeyLog? keyLog)
    {
        OpenSslContext context = new(ownRecords, keyLog) { VerifiesPeer = options.TrustedCertificatesFile is not null };
        if (options.TrustedCertificatesFile is { } file && LibSsl.SSL_CTX_load_verify_file(context.Handle, file) != 1)
            throw new IOException($"{file}: cannot be read as PEM certificates to trust: {LibSsl.TakeError()}");
        LibSsl.SSL_CTX_set_verify(context.Handle, context.VerifiesPeer ? LibSsl.VerifyPeer : LibSsl.VerifyNone, 0);
        if (options.ApplicationProtocols.Count > 0)
        {
            byte[] protocols = Encode(options.ApplicationProtocols);
            fixed (byte* first = protocols)
                _ = LibSsl.SSL_CTX_set_alpn_protos(context.Handle, first, (uint)protocols.Length);
        }
        return context;
    }

    /// <summary>
    /// Releases the context. The list of protocols stays in memory: a handshake in progress may still ask for it.
    /// </summary>
    public override void Dispose()
    {
        if (Handle == 0)
            return;
        LibSsl.SSL_CTX_free(Handle);
        Handle = 0;
    }

    /// <summary>Sets the certificate and key of an SSL_CTX.</summary>
    /// <exception cref="IOException">OpenSSL refuses them.</exception>
    internal static void UseCertificate(nint context, X509Certificate2 certificate)
    {
        nint leaf = Decode(certificate);
        nint key = DecodeKey(certificate);
        bool used =
            LibSsl.SSL_CTX_use_certificate(context, leaf) == 1 && LibSsl.SSL_CTX_use_PrivateKey(context, key) == 1;
        LibSsl.X509_free(leaf);
        LibSsl.EVP_PKEY_free(key);
        if (!used)
            throw new IOException($"the certificate cannot be used: {LibSsl.TakeError()}");
    }

    private static nint Decode(X509Certificate2 certificate)
    {
        ReadOnlySpan<byte> der = certificate.RawDataMemory.Span;
        fixed (byte* first = der)
        {
            byte* position = first;
            return LibSsl.d2i_X509(0, &position, der.Length);
        }
    }

    private static nint DecodeKey(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm key =
            (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey()
            ?? certificate.GetRSAPrivateKey()
            ?? throw new IOException("the certificate has no RSA or EC private key");
        byte[] der = key.ExportPkcs8PrivateKey();
        fixed (byte* first = der)
        {
            byte* position = first;
            return LibSsl.d2i_AutoPrivateKey(0, &position, der.Length);
        }
    }

    /// <summary>Encodes ALPN's list: a length byte before each name.</summary>
    private static byte[] Encode(IReadOnlyList<string> names) =>
        [.. names.SelectMany(name => Encoding.ASCII.GetBytes(name).Prepend((byte)name.Length))];

    [UnmanagedCallersOnly]
    private static int SelectProtocol(
        nint ssl,
        byte** chosen,
        byte* chosenLength,
        byte* offered,
        uint offeredLength,
        nint state
    )
    {
        byte[] ours = Unsafe.As<byte[]>(GCHandle.FromIntPtr(state).Target!);
        foreach (Range name in Names(ours))
        {
            for (byte* theirs = offered; theirs < offered + offeredLength; theirs += 1 + *theirs)
            {
                if (!new ReadOnlySpan<byte>(theirs + 1, *theirs).SequenceEqual(ours.AsSpan(name)))
                    continue;
                // Points into the client's list, which OpenSSL keeps until it has copied the choice.
                *chosen = theirs + 1;
                *chosenLength = *theirs;
                return LibSsl.AlpnOk;
            }
        }
        // RFC 7301 (3.2) demands an alert; instead, a client that offers only other protocols is served without a
        // protocol.
        return LibSsl.AlpnNoAck;
    }

    private static IEnumerable<Range> Names(byte[] list)
    {
        for (int start = 0; start < list.Length; start += 1 + list[start])
            yield return (start + 1)..(start + 1 + list[start]);
    }

    private void Set(int command, nint number, nint pointer = 0) =>
        _ = LibSsl.SSL_CTX_ctrl(Handle, command, number, pointer);
}
