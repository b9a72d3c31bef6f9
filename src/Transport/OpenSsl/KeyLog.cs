using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// Appends TLS secrets to a file in the NSS key log format (SSLKEYLOGFILE), so that a packet capture can be decrypted.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="report">Receives one sentence at the first write that fails. Any thread.</param>
/// <exception cref="IOException">The file cannot be opened.</exception>
internal sealed unsafe class KeyLog(string file, Action<string> report) : IDisposable
{
    // OpenSSL's callback receives the connection only, so the log is looked up by the connection's context.
    private static readonly ConcurrentDictionary<nint, KeyLog> ByContext = new();

    private readonly FileStream _stream = Open(file);
    private readonly Lock _lock = new();
    private bool _hasFailed;

    /// <summary>
    /// Registers the key-log callback of a context: secrets go to <see cref="HandshakeSecrets"/>, and to a log if there
    /// is one.
    /// </summary>
    public static void Attach(nint context, KeyLog? log)
    {
        if (log is null)
            ByContext.TryRemove(context, out _); // an earlier context may have had this address
        else
            ByContext[context] = log;
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
        ReadOnlySpan<byte> text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(line);
        HandshakeSecrets.Take(text);
        if (!ByContext.IsEmpty && ByContext.TryGetValue(LibSsl.SSL_get_SSL_CTX(ssl), out KeyLog? log))
            // Written in one call, because other processes append to the same file.
            log.Append([.. text, (byte)'\n']);
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        // The loops handshake concurrently, and a line must not be interleaved with another one.
        lock (_lock)
        {
            try
            {
                _stream.Write(line);
            }
            catch (ObjectDisposedException)
            {
                // The engine has ended, and with it every handshake.
            }
            catch (IOException failure)
            {
                // A full disk must not end the traffic.
                if (!_hasFailed)
                    report($"SSLKEYLOGFILE: {failure.Message}; not every connection can be decrypted with '{file}'");
                _hasFailed = true;
            }
        }
    }

    private static FileStream Open(string file)
    {
        try
        {
            FileStream stream = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            // FileMode.Append does not set O_APPEND: its writes begin where the end was when the file was opened, and
            // overwrite the lines of other processes.
            _ = LibC.fcntl((int)stream.SafeFileHandle.DangerousGetHandle(), LibC.SetFlags, LibC.Append);
            return stream;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"SSLKEYLOGFILE: {failure.Message}", failure);
        }
    }
}
