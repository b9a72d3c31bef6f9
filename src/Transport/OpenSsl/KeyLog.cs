using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>Appends TLS secrets to a file in the NSS key log format, so that a packet capture can be decrypted (SSLKEYLOGFILE).</summary>
internal sealed unsafe class KeyLog(string file) : IDisposable
{
    // OpenSSL calls back with the connection only, so its context is the way to the log.
    private static readonly ConcurrentDictionary<nint, KeyLog> ByContext = new();

    private readonly FileStream _stream = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _lock = new();

    /// <summary>Has every connection of a context log its secrets.</summary>
    public void Attach(nint context)
    {
        ByContext[context] = this;
        LibSsl.SSL_CTX_set_keylog_callback(context, &OnLine);
    }

    public void Dispose()
    {
        foreach ((nint context, _) in ByContext.Where(entry => entry.Value == this))
            ByContext.TryRemove(context, out _);
        _stream.Dispose();
    }

    [UnmanagedCallersOnly]
    private static void OnLine(nint ssl, byte* line)
    {
        if (ByContext.TryGetValue(LibSsl.SSL_get_SSL_CTX(ssl), out KeyLog? log))
            log.Append([.. MemoryMarshal.CreateReadOnlySpanFromNullTerminated(line), (byte)'\n']);
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        lock (_lock)
        {
            try
            {
                _stream.Write(line);
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // A full disk must not end the traffic; the capture stays encrypted.
            }
        }
    }
}
