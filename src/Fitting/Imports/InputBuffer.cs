using MGen.EventLog;

namespace MGen.Fitting.Imports;

/// <summary>
/// Buffers bytes of a stream that have been read but not consumed. The buffer grows until it contains the part of the
/// input that must be examined as a whole.
/// </summary>
internal sealed class InputBuffer(Stream input)
{
    private byte[] _bytes = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>Whether the stream has ended, so that <see cref="Unread"/> is everything that remains.</summary>
    public bool IsLast { get; private set; }

    /// <summary>The bytes that are not yet consumed; valid until <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start.._end);

    /// <summary>Consumes bytes; they stay valid until <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> Take(int bytes)
    {
        ReadOnlySpan<byte> taken = _bytes.AsSpan(_start, bytes);
        _start += bytes;
        return taken;
    }

    /// <summary>
    /// Reads more bytes and appends them to the unread bytes. Returns <c>false</c>, without reading, if
    /// <paramref name="mostBytes"/> or more are unread.
    /// </summary>
    public bool Fill(int mostBytes)
    {
        if (_end - _start >= mostBytes)
            return false;
        _bytes.AsSpan(_start.._end).CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        if (_end > _bytes.Length / 2)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        int read = input.Read(_bytes.AsSpan(_end));
        _end += read;
        IsLast = read == 0;
        return true;
    }
}

/// <summary>Reads a prefix, then the remainder of another stream, which it does not dispose of.</summary>
internal sealed class PrefixedStream(byte[] prefix, Stream rest) : ForwardStream
{
    private int _taken;

    public override int Read(Span<byte> buffer)
    {
        if (_taken == prefix.Length)
            return rest.Read(buffer);
        int length = Math.Min(buffer.Length, prefix.Length - _taken);
        prefix.AsSpan(_taken, length).CopyTo(buffer);
        _taken += length;
        return length;
    }
}
