using System.Net;
using System.Net.Sockets;
using MGen.Transport;

namespace MGen.Messenger.Dialing;

/// <summary>
/// The options of all TCP sockets. They detect a server that vanished without closing its connections within about a
/// minute, whether or not sent data awaits an acknowledgement. An option that the system does not support keeps its
/// default: simulators support few.
/// </summary>
public static class SocketSettings
{
    private const int KeepAliveIdleSeconds = 45;
    private const int KeepAliveIntervalSeconds = 5;
    private const int KeepAliveProbes = 3;

    // TCP_USER_TIMEOUT of linux/tcp.h: how long sent data may stay unacknowledged. The kernel's default is about 15
    // minutes.
    private const int ProtocolTcp = 6;
    private const int TcpUserTimeout = 18;
    private const int UnacknowledgedMilliseconds = 60_000;

    /// <summary>Creates a socket for an address and sets the options.</summary>
    /// <exception cref="SocketException">
    /// No descriptor is free, except those reserved for the runtime (<see cref="DescriptorLimit"/>).
    /// </exception>
    public static Socket Create(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        // Asked of a new descriptor, whose number shows how many are open; counting them would read /proc.
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
        catch (SocketException)
        {
            // The system does not support the option.
        }
    }
}
