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

/// <summary>
/// Ethernet, IPv4 and TCP headers without options, as they lie in a packet: numbers of several bytes are big-endian.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct PacketHeader
{
    /// <summary>Bytes of the three headers.</summary>
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

    /// <summary>Sum of the words that IPv4's header has in each packet.</summary>
    public static uint IpConstants => (uint)Big(FiveWordsOfVersion4) + Big(DontFragment) + Big(Hops64AndTcp);

    /// <summary>Sum of the words that TCP's checksum has in each packet: the protocol, and the window.</summary>
    public static uint TcpConstants => (uint)Big(Tcp) + ushort.MaxValue;

    /// <summary>Writes the headers at a packet's begin.</summary>
    /// <param name="frame">The whole packet; what follows the headers is in its place or comes there.</param>
    /// <param name="route">Who sends it to whom.</param>
    /// <param name="sequence">Number of its first byte.</param>
    /// <param name="acknowledgement">Number of the byte that is awaited.</param>
    /// <param name="flags">What it says.</param>
    /// <param name="packetNumber">IPv4's identification.</param>
    /// <param name="headerBytes">Bytes of the TCP header with its options.</param>
    /// <param name="sum"><see cref="InternetChecksum.Sum"/> of what follows the headers.</param>
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
    /// All numbers are big-endian; <paramref name="sum"/> is of what the checksum has besides these words and the
    /// route's.
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
