using System.Net;
using System.Net.Sockets;

namespace MGen.Links;

/// <summary>Where other members reach this one's loop.</summary>
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
            _accepted(Socket.Accept());
            return true;
        }
        catch (SocketException failure)
        {
            // Nobody more, or whoever it was has gone again; or there are no descriptors now: the next turn tries again.
            return failure.SocketErrorCode != SocketError.WouldBlock;
        }
    }

    public void Flush()
    {
    }
}
