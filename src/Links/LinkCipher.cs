using System.Net.Sockets;
using System.Runtime.InteropServices;
using MGen.Transport.OpenSsl;

namespace MGen.Links;

/// <summary>
/// The TLS state of one link, an SSL object over a non-blocking socket. Used by one thread at a time: on the side that
/// dials, by the dialling thread until the handshake is done; otherwise by the loop's thread.
/// </summary>
internal sealed unsafe class LinkCipher : SafeHandle
{
    private int _lastError;

    public LinkCipher(nint ssl)
        : base(0, ownsHandle: true) => SetHandle(ssl);

    public override bool IsInvalid => handle == 0;

    /// <summary>Whether the handshake is done.</summary>
    public bool IsEstablished { get; private set; }

    /// <summary>Whether the last operation stopped because the socket was not writable.</summary>
    public bool WantsToWrite { get; private set; }

    /// <summary>Why the last operation failed, in OpenSSL's words; <c>null</c> if it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether the peer closed the connection during the handshake.</summary>
    public bool HasEndedEarly { get; private set; }

    /// <summary>Continues the handshake as far as the socket allows.</summary>
    public HandshakeStep Advance()
    {
        // SSL_get_error looks at the thread's error queue, in which another link's failure may have left an entry.
        LibSsl.ERR_clear_error();
        int result = LibSsl.SSL_do_handshake(handle);
        if (result == 1)
        {
            IsEstablished = true;
            WantsToWrite = false;
            return HandshakeStep.Done;
        }
        if (IsBlocked(result))
            return HandshakeStep.NeedsInput;
        // OpenSSL 3 reports the end of the stream as an error of the protocol, and a reset as one of the system call.
        HasEndedEarly = _lastError != LibSsl.ErrorSsl || IsEndOfStream(Problem);
        return HandshakeStep.Failed;
    }

    /// <summary>Receives and decrypts.</summary>
    /// <param name="into">Receives the bytes; not empty.</param>
    /// <param name="error">
    /// <see cref="SocketError.WouldBlock"/>: no bytes are available; <see cref="SocketError.Success"/> with 0 bytes:
    /// the peer closed the link; any other error: the link failed, see <see cref="Problem"/>.
    /// </param>
    /// <param name="isDrained">Whether neither the socket nor this object holds more bytes.</param>
    /// <returns>The number of bytes.</returns>
    public int Receive(Span<byte> into, out SocketError error, out bool isDrained)
    {
        error = SocketError.Success;
        isDrained = false;
        int filled = 0;
        // One record (16 KiB) per SSL_read: without the loop a message of 64 KiB would take at least four calls.
        while (filled < into.Length)
        {
            LibSsl.ERR_clear_error();
            int count;
            fixed (byte* first = into[filled..])
                count = LibSsl.SSL_read(handle, first, into.Length - filled);
            if (count > 0)
            {
                filled += count;
                continue;
            }
            // Read ahead is on, so "wants to read" means that socket and object are both empty.
            isDrained = IsBlocked(count);
            // Bytes received before a failure are returned first; the next call reports the failure.
            if (filled > 0)
                return filled;
            error = isDrained ? SocketError.WouldBlock : LastError;
            return 0;
        }
        return filled;
    }

    /// <summary>Encrypts and sends.</summary>
    /// <param name="bytes">
    /// The bytes to send. If only some are sent, the next call must begin with the first unsent byte.
    /// </param>
    /// <param name="error">
    /// <see cref="SocketError.WouldBlock"/>: the rest can be sent when the socket is writable.
    /// </param>
    /// <returns>The number of bytes sent.</returns>
    public int Send(ReadOnlySpan<byte> bytes, out SocketError error)
    {
        error = SocketError.Success;
        int sent = 0;
        while (sent < bytes.Length)
        {
            LibSsl.ERR_clear_error();
            int count;
            fixed (byte* first = bytes[sent..])
                count = LibSsl.SSL_write(handle, first, bytes.Length - sent);
            if (count > 0)
            {
                sent += count;
                continue;
            }
            error = IsBlocked(count) ? SocketError.WouldBlock : LastError;
            break;
        }
        return sent;
    }

    /// <summary>Sends TLS's close_notify alert, if the socket accepts the bytes.</summary>
    public void Shutdown()
    {
        if (!IsEstablished || Problem is not null)
            return; // OpenSSL forbids it after a failure
        LibSsl.ERR_clear_error();
        // Not repeated if the socket is full: the close of the socket follows, and the peer sees an end without an
        // alert.
        _ = LibSsl.SSL_shutdown(handle);
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.SSL_free(handle);
        return true;
    }

    /// <summary>
    /// Whether an operation stopped only because the socket is not ready. Otherwise notes the problem, if any.
    /// </summary>
    private bool IsBlocked(int result)
    {
        _lastError = LibSsl.SSL_get_error(handle, result); // once: reading the error's text changes the result
        WantsToWrite = _lastError == LibSsl.ErrorWantWrite;
        if (_lastError is LibSsl.ErrorWantRead or LibSsl.ErrorWantWrite)
            return true;
        if (_lastError != LibSsl.ErrorZeroReturn)
            Problem = Describe();
        return false;
    }

    private SocketError LastError =>
        _lastError == LibSsl.ErrorZeroReturn ? SocketError.Success : SocketError.ConnectionAborted;

    private static bool IsEndOfStream(string? problem) =>
        problem?.Contains("unexpected eof", StringComparison.Ordinal) == true;

    private string Describe()
    {
        string error = LibSsl.TakeError();
        if (IsEstablished)
            return error[(error.LastIndexOf(':') + 1)..];
        nint verdict = LibSsl.SSL_get_verify_result(handle);
        return verdict == 0
            ? error[(error.LastIndexOf(':') + 1)..]
            : $"certificate refused: {Marshal.PtrToStringUTF8((nint)LibSsl.X509_verify_cert_error_string(verdict))}";
    }
}
