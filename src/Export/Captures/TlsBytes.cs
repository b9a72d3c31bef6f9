using System.Buffers.Binary;
using MGen.Export.Links;
using MGen.Wire;

namespace MGen.Export.Captures;

/// <summary>
/// Writes TLS records of a given size. The content of an encrypted one is pseudo-random; hellos are well-formed TLS 1.3, so that other tools recognise the
/// connection, and a padding extension gives a client hello its size.
/// </summary>
internal sealed class TlsBytes
{
    public const int HeaderBytes = 5;
    private const int FillBytes = 1 << 16;
    private const ushort Tls12 = 0x0303;

    private readonly byte[] _fill = new byte[2 * FillBytes];
    private uint _place;

    public TlsBytes()
    {
        ulong state = Fnv1a.OffsetBasis;
        for (int i = 0; i < _fill.Length; i += sizeof(ulong))
        {
            state ^= state << 13; // xorshift64: the bytes only have to look encrypted
            state ^= state >> 7;
            state ^= state << 17;
            BinaryPrimitives.WriteUInt64LittleEndian(_fill.AsSpan(i), state);
        }
    }

    /// <summary>Writes a record of these <see cref="TlsTypes"/> into exactly its bytes.</summary>
    public void Write(ushort types, Span<byte> room)
    {
        room[0] = (byte)(types >> 8);
        BinaryPrimitives.WriteUInt16BigEndian(room[1..], types == TlsTypes.ClientHello ? (ushort)0x0301 : Tls12);
        BinaryPrimitives.WriteUInt16BigEndian(room[3..], (ushort)(room.Length - HeaderBytes));
        Span<byte> content = room[HeaderBytes..];
        switch (types)
        {
            case TlsTypes.ClientHello: WriteClientHello(content); break;
            case TlsTypes.ServerHello: WriteServerHello(content); break;
            case TlsTypes.ChangeCipherSpec: content[0] = 1; break;
            default: Fill(content); break;
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

    private void Fill(Span<byte> content)
    {
        _place = (_place * 1_664_525) + 1_013_904_223;
        for (int done = 0; done < content.Length;)
        {
            int part = Math.Min(content.Length - done, FillBytes);
            _fill.AsSpan((int)(_place >> 16), part).CopyTo(content[done..]);
            done += part;
        }
    }

    /// <summary>Writes a hello field by field.</summary>
    private ref struct HelloBytes(Span<byte> content)
    {
        private readonly Span<byte> _content = content;

        public int Position { get; private set; }

        /// <summary>Handshake type, length of the rest, version.</summary>
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
