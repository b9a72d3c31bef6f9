using System.Net;
using System.Net.Sockets;
using MGen.Transport;

namespace MGen.Messenger.Dialing;

/// <summary>
/// The options of all our TCP sockets. A server that vanished without a word is noticed after about a minute, whether
/// something waits to be acknowledged or not. Options that a system does not know (simulators know few) are left at its
/// default.
/// </summary>
public static class SocketSettings
{
    private const int KeepAliveIdleSeconds = 45;
    private const int KeepAliveIntervalSeconds = 5;
    private const int KeepAliveProbes = 3;

    // linux/tcp.h: how long sent data may stay unacknowledged, in milliseconds. The default is some 15 minutes.
    private const int ProtocolTcp = 6;
    private const int TcpUserTimeout = 18;
    private const int UnacknowledgedMilliseconds = 60_000;

    /// <summary>Makes a socket for an address, with the options set.</summary>
    /// <exception cref="SocketException">There is no descriptor for it, or only the runtime's last ones.</exception>
    public static Socket Create(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (DescriptorLimit.IsNear(socket))
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
        Apply(socket);
        return socket;
    }

    /// <summary>Sets the options.</summary>
    public static void Apply(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Try(() => socket.NoDelay = true);
        Try(() => socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true));
        Try(() =>
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveIdleSeconds)
        );
        Try(() =>
            socket.SetSocketOption(
                SocketOptionLevel.Tcp,
                SocketOptionName.TcpKeepAliveInterval,
                KeepAliveIntervalSeconds
            )
        );
        Try(() =>
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes)
        );
        if (OperatingSystem.IsLinux())
            Try(() =>
                socket.SetRawSocketOption(
                    ProtocolTcp,
                    TcpUserTimeout,
                    BitConverter.GetBytes(UnacknowledgedMilliseconds)
                )
            );
    }

    private static void Try(Action set)
    {
        try
        {
            set();
        }
        catch (SocketException) { }
    }
}
