using System.Buffers.Binary;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Asks the kernel how much of what was sent the peer's kernel has acknowledged.</summary>
internal static class SocketQueue
{
    // tcp_info of linux/tcp.h: tcpi_unacked counts segments (offset 24); tcpi_bytes_acked counts bytes (offset 120, since Linux 4.1).
    private const int ProtocolTcp = 6;
    private const int TcpInfoOption = 11;
    private const int BytesAckedOffset = 120;

    /// <summary>Bytes the peer's kernel has acknowledged on this connection, or -1 where that cannot be known.</summary>
    public static long AcknowledgedBytes(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return -1;
        Span<byte> info = stackalloc byte[BytesAckedOffset + 8];
        try
        {
            int length = socket.GetRawSocketOption(ProtocolTcp, TcpInfoOption, info);
            return length < info.Length ? -1 : BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedOffset..]);
        }
        catch (SocketException)
        {
            return -1;
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }
}
