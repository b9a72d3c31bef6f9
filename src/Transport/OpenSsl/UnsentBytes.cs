namespace MGen.Transport.OpenSsl;

/// <summary>Encrypted bytes that a socket did not take, until it is writable again. Empty, it holds no memory.</summary>
internal struct UnsentBytes
{
    private byte[]? _bytes;
    private int _start;

    public readonly bool IsEmpty => _bytes is null;

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(_start);

    /// <summary>Adds bytes behind those that wait.</summary>
    /// <param name="rest">At least one.</param>
    public void Append(ReadOnlySpan<byte> rest)
    {
        _bytes = [.. Span, .. rest];
        _start = 0;
    }

    /// <summary>The socket has taken the first <paramref name="count"/> bytes.</summary>
    public void Drop(int count)
    {
        _start += count;
        if (_start == _bytes!.Length)
            this = default;
    }
}
