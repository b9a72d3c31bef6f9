using System.Runtime.ExceptionServices;

namespace MGen.Export.Captures;

/// <summary>
/// A file that is written from two buffers: a thread writes one while the other is filled. Not for several threads.
/// </summary>
internal sealed class DoubleBuffer : IDisposable
{
    /// <summary>
    /// Written at once: Linux then takes memory for the file in large pieces; of more it needed more time again.
    /// </summary>
    private const int WriteBytes = 1 << 18;

    private readonly FileStream _file;
    private readonly object _gate = new();
    private byte[] _filling;
    private byte[] _other;
    private int _otherLength; // above 0 until it is written
    private bool _isEnding;
    private Exception? _failure;

    /// <summary>Creates the file, or empties it.</summary>
    public DoubleBuffer(string path, int bufferBytes)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        (_filling, _other) = (new byte[bufferBytes], new byte[bufferBytes]);
        new Thread(WriteAll) { IsBackground = true, Name = "capture" }.Start();
    }

    /// <summary>The buffer to fill first.</summary>
    public byte[] First => _filling;

    /// <summary>Has the filled buffer's first <paramref name="length"/> bytes written.</summary>
    /// <returns>The buffer to fill next.</returns>
    /// <exception cref="IOException">The write before this one failed.</exception>
    public byte[] Write(int length)
    {
        lock (_gate)
        {
            Wait();
            (_filling, _other, _otherLength) = (_other, _filling, length);
            Monitor.PulseAll(_gate);
            return _filling;
        }
    }

    /// <summary>Waits for the last write and closes the file.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public void Complete()
    {
        lock (_gate)
            Wait();
        _file.Dispose();
    }

    /// <summary>Ends the thread, which may still be in a write: of a pipe that nobody reads.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.PulseAll(_gate);
        }
        _file.Dispose();
    }

    /// <summary>Waits for the other buffer to be written.</summary>
    private void Wait()
    {
        while (_otherLength > 0)
            Monitor.Wait(_gate);
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    /// <summary>The thread: writes each buffer that is filled.</summary>
    private void WriteAll()
    {
        while (TryTake(out ReadOnlySpan<byte> filled))
        {
            Exception? failure = null;
            try
            {
                Write(filled);
            }
            catch (Exception exception)
                when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                failure = exception; // for the thread that fills
            }
            lock (_gate)
            {
                (_otherLength, _failure) = (0, failure);
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool TryTake(out ReadOnlySpan<byte> filled)
    {
        lock (_gate)
        {
            while (_otherLength == 0 && !_isEnding)
                Monitor.Wait(_gate);
            filled = _other.AsSpan(0, _otherLength);
            return !_isEnding;
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > WriteBytes; bytes = bytes[WriteBytes..])
            _file.Write(bytes[..WriteBytes]);
        _file.Write(bytes);
    }
}
