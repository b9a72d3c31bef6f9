using System.Buffers.Binary;

namespace MGen.Wire;

/// <summary>
/// Reads what <see cref="BlobWriter"/> wrote. The methods throw <see cref="InvalidDataException"/> if bytes are missing
/// or a value is out of range or invalid.
/// </summary>
/// <param name="bytes">The input; it must outlive the reader.</param>
internal ref struct BlobReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether every byte was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads one byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Reads one byte: false if it is 0.</summary>
    public bool Flag() => Byte() != 0;

    /// <summary>Reads a number of 1 to 10 bytes.</summary>
    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            if (shift == 63 && next > 1)
                break; // the tenth byte has room for the 64th bit only
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("a number of more than 64 bits");
    }

    /// <summary>
    /// Reads the number of items that follow. It never exceeds the number of remaining bytes, so an array of that
    /// length is safe to allocate.
    /// </summary>
    public int Count()
    {
        ulong count = Number();
        // Compared as 64 bits: a cast to int first would let a huge count pass as a small or negative one.
        return count <= (ulong)_rest.Length
            ? (int)count
            : throw new InvalidDataException($"{count} items announced in {_rest.Length} bytes");
    }

    /// <summary>Reads a number into 64 bits.</summary>
    public long Long() => (long)Number();

    /// <summary>Reads a number of at most 31 bits.</summary>
    public int Int()
    {
        ulong number = Number();
        return number <= int.MaxValue ? (int)number : throw new InvalidDataException($"{number} exceeds 31 bits");
    }

    /// <summary>Reads a signed number.</summary>
    public long Signed()
    {
        ulong value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads 16 bytes.</summary>
    public Guid Guid() => new(Take(16));

    /// <summary>Reads a length and as many bytes; the span points into the input.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Count());

    /// <summary>Reads and validates a name.</summary>
    public Identifier Name() =>
        Identifier.TryCreate(Bytes(), out Identifier? name, out WireViolation why)
            ? name
            : throw new InvalidDataException($"not a name: {why}");

    /// <summary>Reads and validates a frame's header; the frame owns a copy.</summary>
    public Frame Frame()
    {
        byte[] header = Bytes().ToArray();
        WireViolation why = HeaderFormat.Check(header);
        return why == WireViolation.None
            ? Wire.Frame.FromHeader(header)
            : throw new InvalidDataException($"not a frame header: {why}");
    }

    /// <summary>Reads a number written by <see cref="BlobWriter.Fill"/>.</summary>
    public int Reserved() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    /// <summary>Reads everything that is left; the span points into the input.</summary>
    public ReadOnlySpan<byte> Rest() => Take(_rest.Length);

    private ReadOnlySpan<byte> Take(int count)
    {
        // Callers pass only Count(), constants and the length of the rest, so it is never negative.
        if (count > _rest.Length)
            throw new InvalidDataException($"{count} bytes awaited, {_rest.Length} left");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}

/// <summary>
/// Encodes what silos and gateways send each other: numbers of variable length, names, frame headers. Not thread-safe.
/// </summary>
/// <param name="capacity">Bytes allocated at the start; the buffer grows as needed.</param>
internal sealed class BlobWriter(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Size of the buffer in bytes.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>Discards what was written and keeps the buffer.</summary>
    public void Clear() => Length = 0;

    /// <summary>Discards all but the first bytes.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    /// <summary>
    /// Discards the first bytes and moves the rest to the front; positions of <see cref="Reserve"/> are then invalid.
    /// </summary>
    public void RemoveFirst(int count)
    {
        Written[count..].CopyTo(_bytes);
        Length -= count;
    }

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
            // Doubled, so that over many small writes each byte is copied a constant number of times on average.
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
        return _bytes.AsSpan(Length);
    }
}
