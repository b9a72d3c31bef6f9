using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// Records processed by an SSL object: TLS 1.2, and connections that <see cref="OwnRecords"/> cannot take over.
/// </summary>
internal sealed unsafe class SslRecords(nint ssl) : ConnectionRecords
{
    /// <summary>
    /// Most records without data, such as key updates, that one call processes: each costs OpenSSL as much as thousands
    /// of bytes of data, and 64 KiB can contain 2,400 of them, so other connections are served in between.
    /// </summary>
    private const int SilentPerRead = 32;

    private int _silentRecords;

    public override string? Problem =>
        IsTooSilent ? $"{_silentRecords} records without data, such as key updates" : null;

    private bool IsTooSilent => _silentRecords >= RecordLimits.Default.KeyUpdatesInARow;

    public override int Read(CipherWindow window, out RecordState state)
    {
        state = RecordState.Open;
        int total = 0;
        int silentLeft = SilentPerRead;
        fixed (byte* plain = window.Plain)
        {
            // Otherwise SSL_get_error would attribute an older error in the thread's queue, even another library's, to
            // this call.
            LibSsl.ERR_clear_error();
            while (state == RecordState.Open)
            {
                int count = LibSsl.SSL_read(ssl, plain + total, window.Plain.Length - total);
                // SSL_get_error is called only after a failure: it also reads the thread's error queue.
                if (count <= 0)
                {
                    state = StateAfter(LibSsl.SSL_get_error(ssl, count));
                    if (state != RecordState.Open || window.InputLength == 0)
                        break;
                    // Input is left, so a whole record without data was processed: see ModeAutoRetry.
                    _silentRecords++;
                    if (IsTooSilent)
                        state = RecordState.Failed;
                    else if (--silentLeft == 0)
                        break;
                    continue;
                }
                total += count;
                _silentRecords = 0;
                if (window.InputLength == 0 && LibSsl.SSL_pending(ssl) == 0)
                    break; // a call that finds nothing costs as much as one that decrypts
            }
        }
        return total;
    }

    public override bool Write(ReadOnlySpan<byte> content, CipherWindow window)
    {
        fixed (byte* first = content)
        {
            if (LibSsl.SSL_write(ssl, first, content.Length) > 0)
                return true;
        }
        LibSsl.ERR_clear_error();
        return false;
    }

    public override void WriteClose(CipherWindow window)
    {
        if (LibSsl.SSL_shutdown(ssl) < 0)
            LibSsl.ERR_clear_error();
    }

    public override void Release(CipherWindow window) => LibSsl.SSL_free(ssl);

    private static RecordState StateAfter(int error)
    {
        if (error == LibSsl.ErrorWantRead)
            return RecordState.Open;
        if (error == LibSsl.ErrorZeroReturn)
            return RecordState.Closed;
        LibSsl.ERR_clear_error();
        return RecordState.Failed;
    }
}
