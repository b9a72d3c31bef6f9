using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MGen.Export.Links;

namespace MGen.Export.Captures;

/// <summary>
/// Writes TLS records of given sizes, in the parts that fit into segments. The content of encrypted records is
/// pseudo-random. Hellos are well-formed TLS 1.3, so that other tools recognise the connection; a padding extension
/// fills a client hello to its size.
/// </summary>
internal sealed class TlsBytes
{
    public const int HeaderBytes = 5;

    /// <summary>The maximum size of a record with its header in bytes.</summary>
    public const int MaxRecordBytes = HeaderBytes + (1 << 14) + 256;

    /// <summary>
    /// The content of a record begins at one of 2^12 positions of the pseudo-random bytes: few enough that the bytes of
    /// most records, and their sums, stay in a processor's first-level cache.
    /// </summary>
    private const int PlaceBits = 12;
    private const ushort Tls12 = 0x0303;

    private readonly SummedBytes _fill = new((1 << PlaceBits) + (1 << 15));
    private readonly byte[] _plain = new byte[MaxRecordBytes]; // the header, and the content of an unencrypted record
    private int _plainBytes;
    private int _start;
    private uint _place;

    /// <summary>Begins a record, whose type is a value of <see cref="TlsTypes"/>.</summary>
    public void Begin(ushort types, int bytes)
    {
        _plain[0] = (byte)(types >> 8);
        BinaryPrimitives.WriteUInt16BigEndian(_plain.AsSpan(1), types == TlsTypes.ClientHello ? (ushort)0x0301 : Tls12);
        BinaryPrimitives.WriteUInt16BigEndian(_plain.AsSpan(3), (ushort)(bytes - HeaderBytes));
        if (types == TlsTypes.ApplicationData)
            (_plainBytes, _start) = (HeaderBytes, NextPlace());
        else
            WritePlain(types, _plain.AsSpan(HeaderBytes, (_plainBytes = bytes) - HeaderBytes));
    }

    /// <summary>Writes a whole record, whose type is a value of <see cref="TlsTypes"/>.</summary>
    /// <returns>The <see cref="InternetChecksum.Sum"/> of the record.</returns>
    public uint WriteRecord(ushort types, Span<byte> room)
    {
        if (types == TlsTypes.ApplicationData)
            return WriteEncrypted(room); // the most frequent case; avoids the copy of the header
        Begin(types, room.Length);
        return Write(0, room);
    }

    private uint WriteEncrypted(Span<byte> room)
    {
        const uint TypeAndVersion = ((uint)TlsTypes.ApplicationData << 16) | ((uint)Tls12 << 8);
        int length = room.Length - HeaderBytes;
        BinaryPrimitives.WriteUInt32BigEndian(room, TypeAndVersion + ((uint)length >> 8));
        room[4] = (byte)length;
        return InternetChecksum.Fold(
            InternetChecksum.Words(MemoryMarshal.Read<uint>(room))
                + InternetChecksum.FirstOfWord((byte)length)
                + InternetChecksum.At(_fill.CopyTo(room[HeaderBytes..], NextPlace()), HeaderBytes)
        );
    }

    /// <summary>Writes a part of the record.</summary>
    /// <param name="from">The position of the part in the record.</param>
    /// <param name="room">The buffer for the part.</param>
    /// <returns>The <see cref="InternetChecksum.Sum"/> of the part.</returns>
    public uint Write(int from, Span<byte> room)
    {
        if (from >= _plainBytes)
            return _fill.CopyTo(room, _start + from - HeaderBytes);
        int plain = Math.Min(_plainBytes - from, room.Length);
        _plain.AsSpan(from, plain).CopyTo(room);
        uint sum = InternetChecksum.Sum(room[..plain]);
        return plain == room.Length
            ? sum
            : InternetChecksum.Fold(
                sum + InternetChecksum.At(_fill.CopyTo(room[plain..], _start + from + plain - HeaderBytes), plain)
            );
    }

    private void WritePlain(ushort types, Span<byte> content)
    {
        switch (types)
        {
            case TlsTypes.ClientHello:
                WriteClientHello(content);
                break;
            case TlsTypes.ServerHello:
                WriteServerHello(content);
                break;
            case TlsTypes.ChangeCipherSpec:
                content[0] = 1;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(types), types, "not a type of TlsTypes");
        }
    }

    private void WriteClientHello(Span<byte> content)
    {
        const ushort Padding = 21;
        HelloBytes hello = new(content);
        hello.Begin(1);
        Fill(hello.Take(32)); // random
        hello.Bytes(32);
        Fill(hello.Take(32)); // session
        hello.Numbers(6, 0x1302, 0x1303, 0x1301); // cipher suites
        hello.Bytes(1, 0); // no compression
        int extensions = content.Length - hello.Position - sizeof(ushort);
        hello.Numbers((ushort)extensions);
        hello.Numbers(10, 4, 2, 0x001d); // groups: x25519
        hello.Numbers(13, 6, 4, 0x0403, 0x0804); // signatures
        hello.Numbers(43, 3);
        hello.Bytes(2);
        hello.Numbers(0x0304); // versions: TLS 1.3
        hello.Numbers(51, 38, 36, 0x001d, 32);
        Fill(hello.Take(32)); // key share
        int padding = content.Length - hello.Position - 4;
        hello.Numbers(Padding, (ushort)padding);
        hello.Take(padding).Clear();
    }

    private void WriteServerHello(Span<byte> content)
    {
        HelloBytes hello = new(content);
        hello.Begin(2);
        Fill(hello.Take(32)); // random
        hello.Bytes(32);
        Fill(hello.Take(32)); // session
        hello.Numbers(0x1302);
        hello.Bytes(0);
        hello.Numbers(46); // cipher suite, no compression, extensions
        hello.Numbers(43, 2, 0x0304); // version: TLS 1.3
        hello.Numbers(51, 36, 0x001d, 32);
        Fill(hello.Take(32)); // key share
    }

    private void Fill(Span<byte> content) => _fill.CopyTo(content, NextPlace());

    private int NextPlace()
    {
        _place = (_place * 1_664_525) + 1_013_904_223;
        return (int)(_place >> (32 - PlaceBits));
    }

    /// <summary>Writes a hello field by field.</summary>
    private ref struct HelloBytes(Span<byte> content)
    {
        private readonly Span<byte> _content = content;

        public int Position { get; private set; }

        /// <summary>Writes the handshake type, the length of the rest, and the version.</summary>
        public void Begin(byte type)
        {
            Bytes(type, 0);
            Numbers((ushort)(_content.Length - 4), Tls12);
        }

        public void Bytes(params ReadOnlySpan<byte> values) => values.CopyTo(Take(values.Length));

        public void Numbers(params ReadOnlySpan<ushort> values)
        {
            foreach (ushort value in values)
                BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), value);
        }

        public Span<byte> Take(int length)
        {
            Position += length;
            return _content.Slice(Position - length, length);
        }
    }
}
