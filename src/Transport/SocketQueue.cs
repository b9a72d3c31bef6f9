using System.Buffers.Binary;
using System.Net.Sockets;

namespace MGen.Transport;

/// <summary>Asks the kernel how much of what was sent the peer's kernel has acknowledged.</summary>
internal static class SocketQueue
{
    // struct tcp_info of linux/tcp.h: the state is its first byte, tcpi_bytes_acked is at offset 120 (since Linux 4.1).
    private const int ProtocolTcp = 6;
    private const int TcpInfoOption = 11;
    private const int BytesAckedOffset = 120;
    private const byte StateClosed = 7;

    private static readonly Acknowledgement Unknown = new(-1, IsFinal: true);

    public static Acknowledgement GetAcknowledgement(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
            return Unknown;
        Span<byte> info = stackalloc byte[BytesAckedOffset + 8];
        try
        {
            int length = socket.GetRawSocketOption(ProtocolTcp, TcpInfoOption, info);
            return length < info.Length ? Unknown : new(BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedOffset..]), info[0] == StateClosed);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return Unknown;
        }
    }
}
