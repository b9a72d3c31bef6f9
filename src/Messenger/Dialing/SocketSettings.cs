using System.Net;
using System.Net.Sockets;
using MGen.Transport;

namespace MGen.Messenger.Dialing;

/// <summary>
/// The options of all TCP sockets. With them a process detects within about a minute that the other end has vanished
/// without closing the connection, whether or not sent data awaits an acknowledgement. An option that the system does
/// not support keeps its default: simulators support few.
/// </summary>
/// <remarks>
/// A process with more than <see cref="MostLoopbackKeepAlives"/> connections sends no keepalives to loopback addresses.
/// There the kernel closes the connections of a process that has ended, so none needs to be detected. Many keepalives
/// would break connections: Linux rounds timers of 45 s to 4 s, and its loopback queue holds 1,000 packets, so most
/// probes of 100,000 idle connections are lost, and the connections are reset
/// (docs/decisions/0054-few-keepalives-on-loopback.md).
/// </remarks>
/// <param name="connections">The number of connections that the process is going to have.</param>
public sealed class SocketSettings(int connections)
{
    /// <summary>The largest number of connections of a process that sends keepalives to loopback addresses.</summary>
    public const int MostLoopbackKeepAlives = 2_000;

    private const int KeepAliveIdleSeconds = 45;
    private const int KeepAliveIntervalSeconds = 5;
    private const int KeepAliveProbes = 3;

    // TCP_USER_TIMEOUT of linux/tcp.h: how long sent data may stay unacknowledged. The kernel's default is about 15
    // minutes.
    private const int ProtocolTcp = 6;
    private const int TcpUserTimeout = 18;
    private const int UnacknowledgedMilliseconds = 60_000;

    /// <summary>Creates a socket for the address of a peer and sets the options.</summary>
    /// <exception cref="SocketException">
    /// No descriptor is free, except those reserved for the runtime (<see cref="DescriptorLimit"/>).
    /// </exception>
    public Socket Create(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        // The number of a new descriptor shows how many descriptors are open. Counting them would require reading
        // /proc.
        if (DescriptorLimit.IsNear(socket))
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TooManyOpenSockets);
        }
        Apply(socket, address);
        return socket;
    }

    /// <summary>Sets the options.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="peer">The address of its peer; <c>null</c>: unknown.</param>
    public void Apply(Socket socket, IPAddress? peer)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Try(() => socket.NoDelay = true);
        if (connections <= MostLoopbackKeepAlives || peer is null || !IsLoopback(peer))
            EnableKeepAlive(socket);
        if (OperatingSystem.IsLinux())
            Try(() =>
                socket.SetRawSocketOption(
                    ProtocolTcp,
                    TcpUserTimeout,
                    BitConverter.GetBytes(UnacknowledgedMilliseconds)
                )
            );
    }

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static void EnableKeepAlive(Socket socket)
    {
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
