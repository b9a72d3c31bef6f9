namespace MGen.Fitting.Imports;

/// <summary>What was read of a stream and not yet taken; it grows to hold what has to be seen as a whole.</summary>
internal sealed class InputBuffer(Stream input)
{
    private byte[] _bytes = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>Whether the stream has no more than what is unread.</summary>
    public bool IsLast { get; private set; }

    /// <summary>What is not yet taken; valid until <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start.._end);

    /// <summary>Takes so many bytes; they stay valid until <see cref="Fill"/>.</summary>
    public ReadOnlySpan<byte> Take(int bytes)
    {
        ReadOnlySpan<byte> taken = _bytes.AsSpan(_start, bytes);
        _start += bytes;
        return taken;
    }

    /// <summary>Reads more behind what is unread; <c>false</c>: it is more than <paramref name="mostBytes"/> already.</summary>
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
