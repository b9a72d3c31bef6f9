using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MGen.Export.Captures;

/// <summary>
/// A TCP connection of a capture. Both sides are in one small object: a capture visits its many connections in turn,
/// and each visit of an object is a cache miss.
/// </summary>
internal sealed class TcpConnection(Endpoint client, Endpoint server, bool isWeb)
{
    /// <summary>The side of the device.</summary>
    public TcpSide Client = new()
    {
        Route = new PacketRoute(client, server),
        Next = (client.Address * 2_654_435_761) ^ client.Port,
    };

    /// <summary>The side of the server.</summary>
    public TcpSide Server = new()
    {
        Route = new PacketRoute(server, client),
        Next = (client.Address * 2_246_822_519) ^ client.Port,
    };

    /// <summary>Whether it is a connection to the web server.</summary>
    public bool IsWeb { get; } = isWeb;

    /// <summary>Whether the connection is lost: the event log contains its error or a newer connection.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether the device has sent a keepalive probe since the last data.</summary>
    public bool IsProbed { get; set; }

    /// <summary>The side of the client or of the server.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TcpSide Side(bool isClient) => ref isClient ? ref Client : ref Server;
}

/// <summary>One end of a TCP connection.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TcpSide
{
    /// <summary>The addresses of this side's packets.</summary>
    public PacketRoute Route;

    /// <summary>
    /// When this side's last packet after its SYN passed the vantage point: nanoseconds since 1970-01-01 UTC; 0: none.
    /// </summary>
    public long SentAt;

    /// <summary>The sequence number of this side's next byte.</summary>
    public uint Next;

    /// <summary>The sequence number of the next byte expected from the other side.</summary>
    public uint Seen;

    /// <summary>
    /// The number of packets that this side has sent after its SYN; each acknowledges everything that has arrived. A
    /// delayed acknowledgement that was scheduled at a lower number is void.
    /// </summary>
    public uint AckVersion;

    /// <summary>The number of data segments that have arrived since this side's last acknowledgement.</summary>
    public int UnacknowledgedSegments;

    /// <summary>The number of packets sent, which is the IPv4 identification of the next packet.</summary>
    public ushort Packets;

    /// <summary>
    /// Writes the headers of this side's next packet. The packet acknowledges everything that has arrived.
    /// </summary>
    /// <param name="frame">The packet.</param>
    /// <param name="flags">The TCP flags.</param>
    /// <param name="headerBytes">The size of the TCP header with its options in bytes.</param>
    /// <param name="sum">The <see cref="InternetChecksum.Sum"/> of options and payload.</param>
    public void WriteHeaders(Span<byte> frame, TcpFlags flags, int headerBytes, uint sum) =>
        PacketHeader.Write(frame, Route, Next, Seen, flags, unchecked(Packets++), headerBytes, sum);
}
