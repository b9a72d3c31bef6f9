using System.Net;
using System.Net.Sockets;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>Sockets that listen at an address: one, or one per address of a host name.</summary>
internal sealed class Listener : IDisposable
{
    private readonly Socket _socket;
    private readonly SocketAcceptor _acceptor;

    private Listener(Socket socket, SocketAcceptor acceptor) => (_socket, _acceptor) = (socket, acceptor);

    /// <summary>The address with the port that was chosen.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Starts to listen.</summary>
    /// <param name="address">Where.</param>
    /// <param name="backlog">Clients that the kernel may hold before they are accepted.</param>
    /// <param name="engine">Accepts them.</param>
    /// <param name="cancellationToken">Ends the search for a name's address.</param>
    /// <exception cref="SocketException">The address is in use, not ours, or not known.</exception>
    public static async Task<Listener> StartAsync(HostPort address, int backlog, TlsEngine engine, CancellationToken cancellationToken)
    {
        IPAddress ip = await ListenAddress.ResolveAsync(address.Host, cancellationToken);
        Socket socket = new(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (ip.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(ip, address.Port));
            socket.Listen(backlog);
            return new Listener(socket, engine.CreateAcceptor(socket));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next client's socket, with small messages sent at once and dead clients noticed in the end.</summary>
    /// <returns><c>null</c> after <see cref="Stop"/>.</returns>
    /// <exception cref="SocketException">This client could not be accepted; the listener goes on.</exception>
    public async ValueTask<Socket?> AcceptAsync()
    {
        Socket? socket = await _acceptor.AcceptAsync();
        try
        {
            if (socket is not null)
            {
                socket.NoDelay = true;
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            }
        }
        catch (SocketException)
        {
            // The simulator, or a client that has gone already: the next read tells.
        }
        return socket;
    }

    /// <summary>Accepts no more. Any thread, before <see cref="Dispose"/>.</summary>
    public void Stop() => _acceptor.Dispose();

    public void Dispose()
    {
        _acceptor.Dispose();
        _socket.Dispose();
    }
}
