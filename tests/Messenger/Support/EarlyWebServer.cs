using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// A web server that responds after the request's headers and closes the connection while the body is being sent, as
/// the original's does.
/// </summary>
internal sealed class EarlyWebServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = ServerCertificate.CreateSelfSigned(TimeProvider.System);
    private readonly bool _aborts;
    private readonly Task _accepting;
    private int _requests;

    /// <param name="aborts">
    /// Whether to reset the connection. Otherwise it is closed, after which more bytes of the body cause a reset, too.
    /// </param>
    public EarlyWebServer(bool aborts)
    {
        _aborts = aborts;
        _listener.Start();
        Address = new HostPort("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);
        _accepting = AcceptAllAsync();
    }

    public HostPort Address { get; }

    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        _certificate.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync()));
        }
        // Stopped while it waits, or between two connections.
        catch (Exception end) when (end is SocketException or InvalidOperationException) { }
        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket)
    {
        using SslStream tls = new(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsServerAsync(_certificate);
            StringBuilder head = new();
            byte[] buffer = new byte[1_024];
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                int read = await tls.ReadAsync(buffer);
                if (read == 0)
                    return;
                head.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
            Interlocked.Increment(ref _requests);
            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            if (_aborts)
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (IOException) { }
    }
}
