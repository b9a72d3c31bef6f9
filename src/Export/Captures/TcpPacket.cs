using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MGen.Export.Captures;

/// <summary>TCP flags.</summary>
[Flags]
internal enum TcpFlags : byte
{
    None = 0,
    Syn = 0x02,
    Push = 0x08,
    Ack = 0x10,
}

/// <summary>One end of a connection as packets name it.</summary>
/// <param name="Address">IPv4 address.</param>
/// <param name="Port">TCP port.</param>
internal readonly record struct Endpoint(uint Address, ushort Port);

/// <summary>Lays out Ethernet frames with IPv4 and TCP, checksums included.</summary>
internal static class TcpPacket
{
    private const int EthernetBytes = 14;
    private const int IpBytes = 20;
    private const int TcpBytes = 20;
    private const int SegmentSizeOptionBytes = 4;

    /// <summary>Bytes before the payload of a packet without options.</summary>
    public const int HeaderBytes = EthernetBytes + IpBytes + TcpBytes;

    /// <summary>Completes a frame whose payload is at <see cref="HeaderBytes"/>.</summary>
    public static void WriteHeaders(Span<byte> frame, Endpoint from, Endpoint to, uint sequence, uint acknowledgement, TcpFlags flags, ushort number) =>
        Write(frame, from, to, sequence, acknowledgement, flags, number, TcpBytes);

    /// <summary>Bytes of a frame with a SYN.</summary>
    public const int SynBytes = HeaderBytes + SegmentSizeOptionBytes;

    /// <summary>Writes a SYN with the option of the largest segment, <see cref="SynBytes"/> long.</summary>
    public static void WriteSyn(Span<byte> frame, Endpoint from, Endpoint to, uint sequence, uint acknowledgement, TcpFlags flags, ushort number, int segmentBytes)
    {
        const byte SegmentSize = 2;
        Span<byte> option = frame.Slice(HeaderBytes, SegmentSizeOptionBytes);
        option[0] = SegmentSize;
        option[1] = SegmentSizeOptionBytes;
        BinaryPrimitives.WriteUInt16BigEndian(option[2..], (ushort)segmentBytes);
        Write(frame, from, to, sequence, acknowledgement, flags, number, TcpBytes + SegmentSizeOptionBytes);
    }

    private static void Write(Span<byte> frame, Endpoint from, Endpoint to, uint sequence, uint acknowledgement, TcpFlags flags, ushort number, int tcpHeader)
    {
        WriteEthernet(frame, from, to);
        WriteIp(frame[EthernetBytes..], from, to, number);
        Span<byte> tcp = frame[(EthernetBytes + IpBytes)..];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, from.Port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], to.Port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], acknowledgement);
        tcp[12] = (byte)(tcpHeader / 4 << 4);
        tcp[13] = (byte)flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], ushort.MaxValue); // window
        BinaryPrimitives.WriteUInt32BigEndian(tcp[16..], 0); // checksum, urgent pointer
        const uint Protocol = 6;
        ulong pseudoHeader = (from.Address >> 16) + (from.Address & 0xffff) + (to.Address >> 16) + (to.Address & 0xffff) + Protocol + (uint)tcp.Length;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], Checksum(tcp, pseudoHeader));
    }

    private static void WriteEthernet(Span<byte> frame, Endpoint from, Endpoint to)
    {
        const ushort LocallyAdministered = 0x0200;
        const ushort Ipv4 = 0x0800;
        BinaryPrimitives.WriteUInt16BigEndian(frame, LocallyAdministered);
        BinaryPrimitives.WriteUInt32BigEndian(frame[2..], to.Address);
        BinaryPrimitives.WriteUInt16BigEndian(frame[6..], LocallyAdministered);
        BinaryPrimitives.WriteUInt32BigEndian(frame[8..], from.Address);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], Ipv4);
    }

    private static void WriteIp(Span<byte> ip, Endpoint from, Endpoint to, ushort number)
    {
        const ushort DontFragment = 0x4000;
        ip[0] = 0x45; // version 4, five words
        ip[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], number);
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], DontFragment);
        ip[8] = 64; // hops
        ip[9] = 6; // TCP
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], from.Address);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], to.Address);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip[..IpBytes], 0));
    }

    /// <summary>RFC 1071: the ones' complement of the ones' complement sum of 16-bit words.</summary>
    /// <param name="bytes">What is summed.</param>
    /// <param name="sum">What is added to it: words as numbers.</param>
    private static ushort Checksum(ReadOnlySpan<byte> bytes, ulong sum)
    {
        ulong wide = SumOfVectors(bytes, out int done);
        // RFC 1071, 2(B): the sum of words in the machine's byte order is that of the words, in the machine's byte order.
        sum += BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness((ushort)Folded(wide)) : (ushort)Folded(wide);
        for (bytes = bytes[done..]; bytes.Length >= sizeof(ushort); bytes = bytes[sizeof(ushort)..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (!bytes.IsEmpty)
            sum += (uint)bytes[0] << 8;
        return (ushort)~Folded(sum);
    }

    /// <summary>The sum of the 32-bit words, in the machine's byte order, of as many whole vectors as there are. A packet is too short to let it overflow.</summary>
    private static ulong SumOfVectors(ReadOnlySpan<byte> bytes, out int done)
    {
        ReadOnlySpan<Vector<uint>> vectors = MemoryMarshal.Cast<byte, Vector<uint>>(bytes);
        Vector<ulong> sums = Vector<ulong>.Zero;
        foreach (Vector<uint> vector in vectors)
        {
            Vector.Widen(vector, out Vector<ulong> lower, out Vector<ulong> upper);
            sums += lower + upper;
        }
        done = vectors.Length * Vector<byte>.Count;
        return Vector.Sum(sums);
    }

    private static ulong Folded(ulong sum)
    {
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return sum;
    }
}
