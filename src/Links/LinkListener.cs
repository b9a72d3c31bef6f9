using System.Net;
using System.Net.Sockets;

namespace MGen.Links;

/// <summary>The socket on which other members reach this one.</summary>
internal sealed class LinkListener : ILinkSocket
{
    private const int Backlog = 128;

    private readonly Action<Socket> _accepted;

    public LinkListener(IPEndPoint endPoint, Action<Socket> accepted)
    {
        _accepted = accepted;
        Socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        Socket.Bind(endPoint);
        Socket.Listen(Backlog);
    }

    public Socket Socket { get; }

    public IPEndPoint LocalEndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    public bool WantsToWrite => false;

    public bool OnReadable()
    {
        try
        {
            // One per call; the thread calls again while this returns true, and serves the other sockets in between.
            _accepted(Socket.Accept());
            return true;
        }
        catch (SocketException failure)
        {
            // WouldBlock: nothing left to accept. Other errors: the client has disconnected, or no descriptor is
            // free; try again in the next iteration.
            return failure.SocketErrorCode != SocketError.WouldBlock;
        }
    }

    public void Flush() { }
}
