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

/// <summary>One end of a connection as packets name it.</summary>
/// <param name="Address">IPv4 address.</param>
/// <param name="Port">TCP port.</param>
internal readonly record struct Endpoint(uint Address, ushort Port);

/// <summary>Ethernet, IPv4 and TCP headers without options, as they lie in a packet: numbers of several bytes are big-endian.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct PacketHeader
{
    /// <summary>Bytes of the three headers.</summary>
    public const int Bytes = EthernetBytes + IpBytes + TcpBytes;

    public const int TcpBytes = 20;

    private const int EthernetBytes = 14;
    private const int IpBytes = 20;
    private const ushort Tcp = 6;

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

    /// <summary>Writes the headers at a packet's begin; what follows them is in its place.</summary>
    /// <param name="frame">The whole packet.</param>
    /// <param name="from">Who sends it.</param>
    /// <param name="to">For whom it is.</param>
    /// <param name="sequence">Number of its first byte.</param>
    /// <param name="acknowledgement">Number of the byte that is awaited.</param>
    /// <param name="flags">What it says.</param>
    /// <param name="packetNumber">IPv4's identification.</param>
    /// <param name="headerBytes">Bytes of the TCP header with its options.</param>
    public static void Write(Span<byte> frame, Endpoint from, Endpoint to, uint sequence, uint acknowledgement, TcpFlags flags, ushort packetNumber, int headerBytes)
    {
        int ipBytes = frame.Length - EthernetBytes;
        ReadOnlySpan<byte> rest = frame[Bytes..];
        ref PacketHeader header = ref MemoryMarshal.AsRef<PacketHeader>(frame);
        header.WriteEthernet(from, to);
        uint addresses = header.WriteIp(from, to, (ushort)ipBytes, packetNumber);
        uint sum = addresses + Big(Tcp) + Big((ushort)(ipBytes - IpBytes)) + (rest.IsEmpty ? 0 : InternetChecksum.Sum(rest));
        header.WriteTcp(from.Port, to.Port, Big(sequence), Big(acknowledgement), Big((ushort)((headerBytes / 4 << 12) | (int)flags)), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteEthernet(Endpoint from, Endpoint to)
    {
        const ushort LocallyAdministered = 0x0200;
        const ushort Ipv4 = 0x0800;
        _toPrefix = Big(LocallyAdministered);
        _toDevice = Big(to.Address);
        _fromPrefix = Big(LocallyAdministered);
        _fromDevice = Big(from.Address);
        _etherType = Big(Ipv4);
    }

    /// <summary>Returns the sum of the words of both addresses, which TCP's checksum has, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint WriteIp(Endpoint from, Endpoint to, ushort bytes, ushort packetNumber)
    {
        const ushort FiveWordsOfVersion4 = 0x4500;
        const ushort DontFragment = 0x4000;
        const ushort Hops64 = 64 << 8;
        uint fromAddress = Big(from.Address), toAddress = Big(to.Address);
        ushort length = Big(bytes), number = Big(packetNumber);
        _versionAndService = Big(FiveWordsOfVersion4);
        _ipLength = length;
        _packetNumber = number;
        _fragment = Big(DontFragment);
        _hopsAndProtocol = Big(Hops64 | Tcp);
        _fromAddress = fromAddress;
        _toAddress = toAddress;
        uint addresses = InternetChecksum.Words(fromAddress) + InternetChecksum.Words(toAddress);
        _ipChecksum = (ushort)~InternetChecksum.Fold(addresses + length + number + Big(FiveWordsOfVersion4) + Big(DontFragment) + Big(Hops64 | Tcp));
        return addresses;
    }

    /// <summary>Numbers are big-endian, but for the ports; <paramref name="sum"/> is of what the checksum has besides these words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteTcp(ushort fromPort, ushort toPort, uint sequence, uint acknowledgement, ushort lengthAndFlags, uint sum)
    {
        ushort from = Big(fromPort), to = Big(toPort);
        _fromPort = from;
        _toPort = to;
        _sequence = sequence;
        _acknowledgement = acknowledgement;
        _lengthAndFlags = lengthAndFlags;
        _window = ushort.MaxValue;
        _urgent = 0;
        sum += (uint)from + to + InternetChecksum.Words(sequence) + InternetChecksum.Words(acknowledgement) + lengthAndFlags + ushort.MaxValue;
        _tcpChecksum = (ushort)~InternetChecksum.Fold(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Big(ushort number) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(number) : number;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Big(uint number) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(number) : number;
}
