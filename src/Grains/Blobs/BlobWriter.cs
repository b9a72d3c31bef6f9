using System.Buffers.Binary;
using MGen.Wire;

namespace MGen.Grains.Blobs;

/// <summary>Writes what travels between silos and gateways as one block of bytes: numbers of varying length, names, headers of frames.</summary>
internal sealed class BlobWriter(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until more is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>Begins again, keeping the memory.</summary>
    public void Clear() => Length = 0;

    public void Byte(byte value) => Take(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Seven bits a byte, low ones first: small numbers are short.</summary>
    public void Number(ulong value)
    {
        Span<byte> room = Room(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
            room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        Length += length;
    }

    /// <summary>From 0.</summary>
    public void Number(long value) => Number(checked((ulong)value));

    /// <summary>Any sign: small magnitudes are short.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Guid(Guid value) => value.TryWriteBytes(Take(16));

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Take(value.Length));
    }

    public void Name(Identifier name) => Bytes(name.Utf8);

    public void Frame(Frame frame) => Bytes(frame.Header);

    /// <summary>Leaves room for a number that is known later, see <see cref="Fill"/>.</summary>
    /// <returns>Where it will be.</returns>
    public int Reserve()
    {
        int at = Length;
        Take(4).Clear();
        return at;
    }

    /// <summary>Puts a number where <see cref="Reserve"/> left room.</summary>
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
