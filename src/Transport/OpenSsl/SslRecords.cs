using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// Records processed by an SSL object: TLS 1.2, and connections that <see cref="OwnRecords"/> cannot take over.
/// </summary>
internal sealed unsafe class SslRecords(nint ssl) : ConnectionRecords
{
    public override int Read(CipherWindow window, out RecordState state)
    {
        state = RecordState.Open;
        int total = 0;
        fixed (byte* plain = window.Plain)
        {
            while (state == RecordState.Open)
            {
                int count = LibSsl.SSL_read(ssl, plain + total, window.Plain.Length - total);
                if (count <= 0)
                {
                    state = StateAfter(LibSsl.SSL_get_error(ssl, count));
                    break;
                }
                total += count;
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
