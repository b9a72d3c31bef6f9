using System.Net;
using System.Net.Sockets;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>A listening socket, and the acceptor of its engine.</summary>
internal sealed class Listener : IDisposable
{
    private readonly Socket _socket;
    private readonly SocketAcceptor _acceptor;
    private readonly bool _isLoopback;

    private Listener(Socket socket, SocketAcceptor acceptor)
    {
        _socket = socket;
        _acceptor = acceptor;
        _isLoopback = IPAddress.IsLoopback(LocalEndPoint.Address);
    }

    /// <summary>The address that is listened on. If port 0 was requested, it has the port that was chosen.</summary>
    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Starts to listen.</summary>
    /// <param name="address">The address; port 0 chooses a free one.</param>
    /// <param name="backlog">Connections that the kernel may hold before they are accepted.</param>
    /// <param name="engine">Creates the acceptor.</param>
    /// <param name="cancellationToken">Cancels the resolution of a host name.</param>
    /// <exception cref="SocketException">
    /// The address is in use, not one of this machine, or cannot be resolved.
    /// </exception>
    public static async Task<Listener> StartAsync(
        HostPort address,
        int backlog,
        TlsEngine engine,
        CancellationToken cancellationToken
    )
    {
        IPAddress ip = await ListenAddress.ResolveAsync(address.Host, cancellationToken);
        Socket socket = new(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // So that [::] serves IPv4, too.
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

    /// <summary>
    /// Accepts the next connection and sets TCP's no-delay (small messages leave immediately) and, unless the listener
    /// is on loopback, keep-alive (the failure of a client's machine is detected).
    /// </summary>
    /// <returns>The socket; <c>null</c> after <see cref="Stop"/>.</returns>
    /// <exception cref="SocketException">One connection could not be accepted; the next call may succeed.</exception>
    public async ValueTask<Socket?> AcceptAsync()
    {
        Socket? socket = await _acceptor.AcceptAsync();
        try
        {
            if (socket is not null)
            {
                socket.NoDelay = true;
                if (!_isLoopback)
                    socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            }
        }
        catch (SocketException)
        {
            // Either the Shadow simulator does not support the options, or the client has disconnected already. The
            // next read reports a disconnection.
        }
        return socket;
    }

    /// <summary>Accepts no more connections. Any thread, before <see cref="Dispose"/>.</summary>
    public void Stop() => _acceptor.Dispose();

    public void Dispose()
    {
        _acceptor.Dispose();
        _socket.Dispose();
    }
}
