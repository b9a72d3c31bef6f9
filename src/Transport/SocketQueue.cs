using System.Buffers.Binary;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>What is sent and not yet acknowledged: the kernel's part of a connection.</summary>
internal static class SocketQueue
{
    // struct tcp_info of linux/tcp.h: the state is its first byte, then, at these offsets, tcpi_unacked (packets), tcpi_bytes_acked
    // and tcpi_notsent_bytes (since Linux 4.6).
    private const int ProtocolTcp = 6;
    private const int TcpInfoOption = 11;
    private const int UnackedOffset = 24;
    private const int BytesAckedOffset = 120;
    private const int NotSentOffset = 144;
    private const byte StateClosed = 7;

    private static readonly Acknowledgement Unknown = new(-1, IsFinal: true);

    /// <param name="socket">A connected socket whose end has not been sent.</param>
    /// <param name="dialled">Whether this side connected: then the kernel counts its SYN as one byte.</param>
    public static Acknowledgement GetAcknowledgement(Socket socket, bool dialled)
    {
        if (!OperatingSystem.IsLinux())
            return Unknown;
        Span<byte> info = stackalloc byte[NotSentOffset + 4];
        try
        {
            int length = socket.GetRawSocketOption(ProtocolTcp, TcpInfoOption, info);
            if (length < info.Length)
                return Unknown;
            bool isIdle = BinaryPrimitives.ReadUInt32LittleEndian(info[UnackedOffset..]) == 0 && BinaryPrimitives.ReadUInt32LittleEndian(info[NotSentOffset..]) == 0;
            return new(BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedOffset..]) - (dialled ? 1 : 0), isIdle || info[0] == StateClosed);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return Unknown;
        }
    }

    /// <summary>Has the kernel forget, when the socket is closed, what it has not sent, and tell the peer by a reset.</summary>
    public static void Discard(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The connection is gone, and with it what was under way.
        }
    }
}
