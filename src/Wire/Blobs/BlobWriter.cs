using System.Buffers.Binary;

namespace MGen.Wire.Blobs;

/// <summary>
/// Encodes what silos and gateways send each other: numbers of variable length, names, frame headers. Not thread-safe.
/// </summary>
/// <param name="capacity">Bytes allocated at the start; the buffer grows as needed.</param>
internal sealed class BlobWriter(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>Discards what was written and keeps the buffer.</summary>
    public void Clear() => Length = 0;

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value) => Take(1)[0] = value;

    /// <summary>Writes 1 or 0.</summary>
    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a number in groups of seven bits, low bits first: small numbers take one byte.</summary>
    public void Number(ulong value)
    {
        Span<byte> room = Room(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
            room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        Length += length;
    }

    /// <summary>Writes a number that is not negative.</summary>
    public void Number(long value) => Number(checked((ulong)value));

    /// <summary>Writes a signed number in zigzag form: small magnitudes take one byte.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes 16 bytes.</summary>
    public void Guid(Guid value) => value.TryWriteBytes(Take(16));

    /// <summary>Writes the length and the bytes.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Writes bytes without a length; read by <see cref="BlobReader.Rest"/>.</summary>
    public void Append(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Writes a name.</summary>
    public void Name(Identifier name) => Bytes(name.Utf8);

    /// <summary>Writes a frame's header.</summary>
    public void Frame(Frame frame) => Bytes(frame.Header);

    /// <summary>Reserves four bytes for a number that <see cref="Fill"/> writes later.</summary>
    /// <returns>The position to pass to <see cref="Fill"/>.</returns>
    public int Reserve()
    {
        int at = Length;
        Take(4).Clear();
        return at;
    }

    /// <summary>Writes a number into bytes reserved by <see cref="Reserve"/>.</summary>
    public void Fill(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at, 4), value);

    private Span<byte> Take(int count)
    {
        Span<byte> room = Room(count);
        Length += count;
        return room[..count];
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
        return _bytes.AsSpan(Length);
    }
}
