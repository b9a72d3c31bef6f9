using System.Buffers.Binary;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Asks the kernel how much of what was sent the peer's kernel has acknowledged.</summary>
internal static class SocketQueue
{
    // struct tcp_info of linux/tcp.h: the state is its first byte, then, at these offsets, tcpi_unacked (packets), tcpi_bytes_acked
    // and tcpi_notsent_bytes (since Linux 4.6). The side that connects has its SYN counted with the bytes.
    private const int ProtocolTcp = 6;
    private const int TcpInfoOption = 11;
    private const int UnackedOffset = 24;
    private const int BytesAckedOffset = 120;
    private const int NotSentOffset = 144;
    private const byte StateClosed = 7;

    private static readonly Acknowledgement Unknown = new(-1, IsFinal: true);

    public static Acknowledgement GetAcknowledgement(Socket socket)
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
            return new(BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedOffset..]), isIdle || info[0] == StateClosed);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return Unknown;
        }
    }
}
