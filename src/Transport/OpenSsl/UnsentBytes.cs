namespace MGen.Transport.OpenSsl;

/// <summary>
/// Encrypted bytes that a socket did not accept, kept until it is writable. Holds no memory while empty.
/// </summary>
internal struct UnsentBytes
{
    private byte[]? _bytes;
    private int _start;

    public readonly bool IsEmpty => _bytes is null;

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(_start);

    /// <summary>Appends bytes.</summary>
    /// <param name="rest">The bytes; at least one.</param>
    public void Append(ReadOnlySpan<byte> rest)
    {
        _bytes = [.. Span, .. rest];
        _start = 0;
    }

    /// <summary>Removes the first <paramref name="count"/> bytes, which the socket has accepted.</summary>
    public void Drop(int count)
    {
        _start += count;
        if (_start == _bytes!.Length)
            this = default;
    }
}
