using System.Buffers.Binary;

namespace MGen.Wire.Blobs;

/// <summary>
/// Reads what <see cref="BlobWriter"/> wrote. Each method throws <see cref="InvalidDataException"/> on bytes that
/// <see cref="BlobWriter"/> cannot have written.
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
        if (count > _rest.Length)
            throw new InvalidDataException($"{count} bytes awaited, {_rest.Length} left");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
