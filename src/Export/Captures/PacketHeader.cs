using System.Buffers.Binary;
using System.Runtime.CompilerServices;
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

/// <summary>The Ethernet, IPv4 and TCP headers of a packet, without options. Numbers are big-endian.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct PacketHeader
{
    /// <summary>The size of the three headers in bytes.</summary>
    public const int Bytes = EthernetBytes + IpBytes + TcpBytes;

    public const int TcpBytes = 20;

    private const int EthernetBytes = 14;
    private const int IpBytes = 20;
    private const ushort Tcp = 6;
    private const ushort FiveWordsOfVersion4 = 0x4500;
    private const ushort DontFragment = 0x4000;
    private const ushort Hops64AndTcp = (64 << 8) | Tcp;

    private ushort _toPrefix;
    private uint _toDevice;
    private ushort _fromPrefix;
    private uint _fromDevice;
    private ushort _etherType;

    private ushort _versionAndService;
    private ushort _ipLength;
    private ushort _packetNumber;
    private ushort _fragment;
    private ushort _hopsAndProtocol;
    private ushort _ipChecksum;
    private uint _fromAddress;
    private uint _toAddress;

    private ushort _fromPort;
    private ushort _toPort;
    private uint _sequence;
    private uint _acknowledgement;
    private ushort _lengthAndFlags;
    private ushort _window;
    private ushort _tcpChecksum;
    private ushort _urgent;

    /// <summary>The sum of the constant words of the IPv4 header.</summary>
    public static uint IpConstants => (uint)Big(FiveWordsOfVersion4) + Big(DontFragment) + Big(Hops64AndTcp);

    /// <summary>The sum of the constant words of the TCP checksum: the protocol and the window.</summary>
    public static uint TcpConstants => (uint)Big(Tcp) + ushort.MaxValue;

    /// <summary>Writes the headers at the start of a packet.</summary>
    /// <param name="frame">The whole packet. The caller writes the bytes after the headers.</param>
    /// <param name="route">The sender's and the receiver's addresses.</param>
    /// <param name="sequence">The sequence number of the first byte.</param>
    /// <param name="acknowledgement">The sequence number of the next byte that the sender expects.</param>
    /// <param name="flags">The TCP flags.</param>
    /// <param name="packetNumber">The identification field of IPv4.</param>
    /// <param name="headerBytes">The size of the TCP header with its options in bytes.</param>
    /// <param name="sum">The <see cref="InternetChecksum.Sum"/> of the bytes after the headers.</param>
    public static void Write(
        Span<byte> frame,
        in PacketRoute route,
        uint sequence,
        uint acknowledgement,
        TcpFlags flags,
        ushort packetNumber,
        int headerBytes,
        uint sum
    )
    {
        int ipBytes = frame.Length - EthernetBytes;
        ref PacketHeader header = ref MemoryMarshal.AsRef<PacketHeader>(frame);
        header.WriteEthernet(route);
        header.WriteIp(route, Big((ushort)ipBytes), Big(packetNumber));
        header.WriteTcp(
            route,
            Big(sequence),
            Big(acknowledgement),
            Big((ushort)((headerBytes / 4 << 12) | (int)flags)),
            sum + Big((ushort)(ipBytes - IpBytes))
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteEthernet(in PacketRoute route)
    {
        const ushort LocallyAdministered = 0x0200;
        const ushort Ipv4 = 0x0800;
        _toPrefix = Big(LocallyAdministered);
        _toDevice = route.ToAddress;
        _fromPrefix = Big(LocallyAdministered);
        _fromDevice = route.FromAddress;
        _etherType = Big(Ipv4);
    }

    /// <summary>All numbers are big-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteIp(in PacketRoute route, ushort bytes, ushort packetNumber)
    {
        _versionAndService = Big(FiveWordsOfVersion4);
        _ipLength = bytes;
        _packetNumber = packetNumber;
        _fragment = Big(DontFragment);
        _hopsAndProtocol = Big(Hops64AndTcp);
        _ipChecksum = (ushort)~InternetChecksum.Fold(route.IpSum + bytes + packetNumber);
        _fromAddress = route.FromAddress;
        _toAddress = route.ToAddress;
    }

    /// <summary>
    /// All numbers are big-endian. <paramref name="sum"/> is the sum of the TCP options, the payload and the TCP
    /// length.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteTcp(in PacketRoute route, uint sequence, uint acknowledgement, ushort lengthAndFlags, uint sum)
    {
        _fromPort = route.FromPort;
        _toPort = route.ToPort;
        _sequence = sequence;
        _acknowledgement = acknowledgement;
        _lengthAndFlags = lengthAndFlags;
        _window = ushort.MaxValue;
        sum +=
            route.TcpSum + InternetChecksum.Words(sequence) + InternetChecksum.Words(acknowledgement) + lengthAndFlags;
        _tcpChecksum = (ushort)~InternetChecksum.Fold(sum);
        _urgent = 0;
    }

    /// <summary>A number as it lies in a packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Big(ushort number) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(number) : number;

    /// <summary>A number as it lies in a packet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Big(uint number) =>
        BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(number) : number;
}

/// <summary>One end of a TCP connection.</summary>
/// <param name="Address">IPv4 address.</param>
/// <param name="Port">TCP port.</param>
internal readonly record struct Endpoint(uint Address, ushort Port);

/// <summary>
/// The addresses and ports of one side's packets in network byte order, and the sums of the words that are the same in
/// all of these packets.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PacketRoute
{
    public readonly uint FromAddress;
    public readonly uint ToAddress;
    public readonly ushort FromPort;
    public readonly ushort ToPort;
    public readonly uint IpSum;
    public readonly uint TcpSum;

    public PacketRoute(Endpoint from, Endpoint to)
    {
        (FromAddress, ToAddress) = (PacketHeader.Big(from.Address), PacketHeader.Big(to.Address));
        (FromPort, ToPort) = (PacketHeader.Big(from.Port), PacketHeader.Big(to.Port));
        uint addresses = InternetChecksum.Words(FromAddress) + InternetChecksum.Words(ToAddress);
        IpSum = addresses + PacketHeader.IpConstants;
        TcpSum = addresses + FromPort + ToPort + PacketHeader.TcpConstants;
    }
}
