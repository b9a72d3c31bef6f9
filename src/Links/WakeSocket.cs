using System.Net;
using System.Net.Sockets;

namespace MGen.Links;

/// <summary>Wakes a thread that waits in <c>select</c>: a UDP socket that sends to itself.</summary>
internal sealed class WakeSocket : ILinkSocket
{
    private readonly byte[] _scratch = new byte[16];

    public WakeSocket()
    {
        Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Socket.Connect(Socket.LocalEndPoint!); // so that it accepts datagrams from itself only
        // A sender must never wait for the thread that it wakes.
        Socket.Blocking = false;
    }

    public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public bool WantsToWrite => false;

    /// <summary>Makes the socket readable. Thread-safe.</summary>
    public void Send()
    {
        try
        {
            Socket.Send([0], SocketFlags.None, out _); // may fail if the buffer is full; then the socket is readable
        }
        catch (ObjectDisposedException)
        {
            // The thread has ended; there is nothing to wake.
        }
    }

    public bool OnReadable()
    {
        // All datagrams: several threads may have woken the thread, and one wake-up is enough.
        while (Socket.Receive(_scratch, SocketFlags.None, out SocketError error) > 0 && error == SocketError.Success)
        { }
        return false;
    }

    public void Flush() { }
}
