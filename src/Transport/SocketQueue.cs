using System.Buffers.Binary;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>
/// The kernel's part of a connection: which sent bytes are acknowledged, and what becomes of the others.
/// </summary>
internal static class SocketQueue
{
    // struct tcp_info of linux/tcp.h: the first byte is the state; at these offsets follow tcpi_retransmits (timeouts
    // since the last acknowledgement), tcpi_unacked (packets), tcpi_bytes_acked, tcpi_notsent_bytes (since Linux 4.6),
    // tcpi_bytes_sent and tcpi_bytes_retrans (since Linux 4.19).
    private const int ProtocolTcp = 6;
    private const int TcpInfoOption = 11;
    private const int RetransmitsOffset = 2;
    private const int UnackedOffset = 24;
    private const int BytesAckedOffset = 120;
    private const int NotSentOffset = 144;
    private const int BytesSentOffset = 200;
    private const int BytesRetransmittedOffset = 208;
    private const byte StateClosed = 7;

    private static readonly Acknowledgement Unknown = new(-1, IsFinal: true);

    /// <param name="socket">A connected socket whose sending side has not been shut down.</param>
    /// <param name="dialled">Whether this side connected: then the kernel counts its SYN as one byte.</param>
    public static Acknowledgement GetAcknowledgement(Socket socket, bool dialled)
    {
        if (!OperatingSystem.IsLinux())
            return Unknown;
        Span<byte> info = stackalloc byte[BytesRetransmittedOffset + 8];
        try
        {
            int length = socket.GetRawSocketOption(ProtocolTcp, TcpInfoOption, info);
            if (length < NotSentOffset + 4)
                return Unknown;
            bool isIdle =
                BinaryPrimitives.ReadUInt32LittleEndian(info[UnackedOffset..]) == 0
                && BinaryPrimitives.ReadUInt32LittleEndian(info[NotSentOffset..]) == 0;
            // A socket that was not shut down is closed only by a reset or a time-out.
            bool isReset = info[0] == StateClosed;
            long acknowledged = BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedOffset..]) - (dialled ? 1 : 0);
            return new(acknowledged, isIdle || isReset, isReset && length == info.Length ? Presume(info) : 0);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return Unknown;
        }
    }

    /// <summary>
    /// The bytes that have been on the wire, or 0 if a retransmission timer has expired. The timer expires 200 ms after
    /// the round trip at the earliest, and a peer may delay its acknowledgement by as much. So until the timer expires,
    /// the bytes may have arrived.
    /// </summary>
    private static long Presume(ReadOnlySpan<byte> info) =>
        info[RetransmitsOffset] > 0
            ? 0
            : BinaryPrimitives.ReadInt64LittleEndian(info[BytesSentOffset..])
                - BinaryPrimitives.ReadInt64LittleEndian(info[BytesRetransmittedOffset..]);

    /// <summary>Makes the kernel discard unsent bytes when the socket is closed, and reset the connection.</summary>
    public static void Discard(Socket socket)
    {
        try
        {
            // SO_LINGER with 0 s: close() then sends RST and frees the send buffer.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The connection is gone already.
        }
    }
}
