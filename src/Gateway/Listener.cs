using System.Net;
using System.Net.Sockets;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>Sockets that listen at an address: one, or one per address of a host name.</summary>
internal sealed class Listener : IDisposable
{
    private readonly Socket _socket;

    private Listener(Socket socket) => _socket = socket;

    /// <summary>The address with the port that was chosen.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SocketException">The address is in use, not ours, or not known.</exception>
    public static async Task<Listener> StartAsync(HostPort address, int backlog, CancellationToken cancellationToken)
    {
        IPAddress ip = await ListenAddress.ResolveAsync(address.Host, cancellationToken);
        Socket socket = new(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (ip.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen(backlog);
            return new Listener(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next client's socket, with small messages sent at once and dead clients noticed in the end.</summary>
    /// <exception cref="SocketException">This client could not be accepted; the listener goes on.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        Socket socket = await _socket.AcceptAsync(cancellationToken);
        try
        {
            socket.NoDelay = true;
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        }
        catch (SocketException)
        {
            // The simulator, or a client that has gone already: the next read tells.
        }
        return socket;
    }

    public void Dispose() => _socket.Dispose();
}
