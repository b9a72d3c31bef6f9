using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MGen.Export.Captures;

/// <summary>
/// A TCP connection of a capture. It is small, both sides in one object: a capture has many of them, and returns to
/// each only after it has been at the others.
/// </summary>
internal sealed class TcpConnection(Endpoint client, Endpoint server, bool isWeb)
{
    /// <summary>The device's side.</summary>
    public TcpSide Client = new()
    {
        Route = new PacketRoute(client, server),
        Next = (client.Address * 2_654_435_761) ^ client.Port,
    };

    /// <summary>The server's side.</summary>
    public TcpSide Server = new()
    {
        Route = new PacketRoute(server, client),
        Next = (client.Address * 2_246_822_519) ^ client.Port,
    };

    /// <summary>Whether it leads to the web server.</summary>
    public bool IsWeb { get; } = isWeb;

    /// <summary>Whether the event log tells that it is lost, or that there is a newer one.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether the device has probed since the last data.</summary>
    public bool IsProbed { get; set; }

    /// <summary>One of the sides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TcpSide SideOf(bool isClient) => ref isClient ? ref Client : ref Server;
}

/// <summary>One end of a TCP connection.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TcpSide
{
    /// <summary>Where its packets come from and go to.</summary>
    public PacketRoute Route;

    /// <summary>When its last packet passed the vantage point: nanoseconds since 1970-01-01 UTC.</summary>
    public long SentAt;

    /// <summary>Sequence number of the next byte.</summary>
    public uint Next;

    /// <summary>The peer's next byte that is awaited.</summary>
    public uint Seen;

    /// <summary>
    /// Counts what has acknowledged something: an acknowledgement that is due for an earlier count is void.
    /// </summary>
    public uint AckVersion;

    /// <summary>Segments with data that were seen since it last acknowledged.</summary>
    public int UnacknowledgedSegments;

    /// <summary>Packets sent, which IPv4 numbers.</summary>
    public ushort Packets;

    /// <summary>
    /// Writes the headers of its next packet, which has the next byte's number and acknowledges all that was seen.
    /// </summary>
    /// <param name="frame">The packet.</param>
    /// <param name="flags">What the packet says.</param>
    /// <param name="headerBytes">Bytes of the TCP header with its options.</param>
    /// <param name="sum"><see cref="InternetChecksum.Sum"/> of options and payload.</param>
    public void WriteHeaders(Span<byte> frame, TcpFlags flags, int headerBytes, uint sum) =>
        PacketHeader.Write(frame, Route, Next, Seen, flags, unchecked(Packets++), headerBytes, sum);
}
