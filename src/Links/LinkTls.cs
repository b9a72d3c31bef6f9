using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using MGen.Transport.OpenSsl;

namespace MGen.Links;

/// <summary>
/// The TLS settings of a member's links, an SSL_CTX for both roles: TLS 1.3, and both sides need a certificate of one
/// CA. Names are not checked: every holder of a certificate of that CA is a member.
/// </summary>
internal sealed class LinkTls : SafeHandle
{
    private LinkTls(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    public override bool IsInvalid => handle == 0;

    /// <summary>Creates the settings.</summary>
    /// <param name="certificate">This member's certificate with its private key.</param>
    /// <param name="trustedFile">PEM file with the CA's certificate.</param>
    /// <exception cref="IOException">
    /// OpenSSL is missing or refuses the certificate; the message is for the user.
    /// </exception>
    public static LinkTls Create(X509Certificate2 certificate, string trustedFile)
    {
        if (!LibSsl.IsPresent)
            throw new IOException("TLS among members needs OpenSSL 3 (libssl.so.3), which is not on this machine");
        LinkTls tls = new(LibSsl.SSL_CTX_new(LibSsl.TLS_method()));
        if (tls.IsInvalid)
            throw new IOException(LibSsl.TakeError());
        tls.Set(
            LibSsl.CtrlMode,
            (nint)(
                LibSsl.ModeEnablePartialWrite
                | LibSsl.ModeAcceptMovingWriteBuffer
                | LibSsl.ModeNoAutoChain
                | LibSsl.ModeReleaseBuffers
            )
        );
        // Both sides are this program, so no older version of TLS is needed.
        tls.Set(LibSsl.CtrlSetMinProtoVersion, LibSsl.Tls13);
        tls.Set(LibSsl.CtrlSetSessionCacheMode, 0);
        tls.Set(LibSsl.CtrlSetReadAhead, 1); // one system call per record, not one for its header and one for the rest
        // Links are not resumed, and a ticket would be the first record that the dialling side has to read.
        _ = LibSsl.SSL_CTX_set_num_tickets(tls.handle, 0);
        OpenSslContext.UseCertificate(tls.handle, certificate);
        if (LibSsl.SSL_CTX_load_verify_file(tls.handle, trustedFile) != 1)
            throw new IOException($"{trustedFile}: cannot be read as PEM certificates to trust: {LibSsl.TakeError()}");
        // In both roles: without the second flag a client without a certificate would be accepted.
        LibSsl.SSL_CTX_set_verify(tls.handle, LibSsl.VerifyPeer | LibSsl.VerifyFailIfNoPeerCertificate, 0);
        return tls;
    }

    /// <summary>Creates the TLS state of a new connection.</summary>
    /// <param name="descriptor">The connection's non-blocking socket; it stays the caller's.</param>
    /// <param name="isDialling">Whether this side made the connection: it is TLS's client.</param>
    public LinkCipher CreateCipher(nint descriptor, bool isDialling)
    {
        LinkCipher cipher = new(LibSsl.SSL_new(handle));
        if (cipher.IsInvalid || LibSsl.SSL_set_fd(cipher.DangerousGetHandle(), (int)descriptor) != 1)
            throw new IOException(LibSsl.TakeError());
        if (isDialling)
            LibSsl.SSL_set_connect_state(cipher.DangerousGetHandle());
        else
            LibSsl.SSL_set_accept_state(cipher.DangerousGetHandle());
        return cipher;
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_CTX_free(handle);
        return true;
    }

    private void Set(int command, nint number) => _ = LibSsl.SSL_CTX_ctrl(handle, command, number, 0);
}
