using System.Buffers.Binary;
using MGen.Wire;

namespace MGen.Grains.Blobs;

/// <summary>Reads what <see cref="BlobWriter"/> wrote.</summary>
/// <exception cref="InvalidDataException">Any method, at bytes that no writer of ours makes.</exception>
internal ref struct BlobReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether all was read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() != 0;

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

    /// <summary>A number that counts what follows: it cannot exceed the bytes that are left.</summary>
    public int Count()
    {
        ulong count = Number();
        return count <= (ulong)_rest.Length ? (int)count : throw new InvalidDataException($"{count} items announced in {_rest.Length} bytes");
    }

    public long Long() => (long)Number();

    public int Int() => checked((int)Number());

    public long Signed()
    {
        ulong value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public Guid Guid() => new(Take(16));

    public ReadOnlySpan<byte> Bytes() => Take(Count());

    public Identifier Name() =>
        Identifier.TryCreate(Bytes(), out Identifier? name, out WireViolation why) ? name : throw new InvalidDataException($"not a name: {why}");

    public Frame Frame() => Wire.Frame.Parse(Bytes().ToArray());

    /// <summary>A number that was filled in afterwards.</summary>
    public int Reserved() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new InvalidDataException($"{count} bytes awaited, {_rest.Length} left");
        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
