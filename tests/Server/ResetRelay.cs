using System.Net;
using System.Net.Sockets;

namespace MGen.Server.Tests;

/// <summary>Passes bytes between clients and a server, and resets the connections on both sides on demand.</summary>
internal sealed class ResetRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;

    public ResetRelay(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>How many connections clients have made.</summary>
    public int Connections { get; private set; }

    /// <summary>Resets all connections, on both sides.</summary>
    public void ResetAll()
    {
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Close(timeout: 0));
            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ResetAll();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client = await _listener.AcceptSocketAsync();
            Socket server = new(SocketType.Stream, ProtocolType.Tcp);
            await server.ConnectAsync(_server);
            client.NoDelay = server.NoDelay = true;
            Connections++;
            lock (_sockets)
                _sockets.AddRange([client, server]);
            _ = PassAsync(client, server);
            _ = PassAsync(server, client);
        }
    }

    /// <summary>Passes bytes on until either connection ends; then both are reset.</summary>
    private static async Task PassAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            for (int count = 1; count > 0; )
            {
                count = await from.ReceiveAsync(buffer);
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException) { }
        from.Close(timeout: 0);
        to.Close(timeout: 0);
    }
}
