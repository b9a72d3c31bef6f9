using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// A web server for attachments whose responses the test sets. It responds to each request and then closes the
/// connection, unless the test asks to keep connections open.
/// </summary>
internal sealed class FakeWebServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _number;
    private int _connections;

    public FakeWebServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(100);
        Address = new HostPort("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port);
        _accepting = AcceptAllAsync();
    }

    public HostPort Address { get; }

    /// <summary>The requests received: method, target and length of the body.</summary>
    public ConcurrentQueue<(string Method, string Target, int BodyBytes)> Requests { get; } = new();

    /// <summary>The response to request number n (from 1) for an attachment of a size.</summary>
    public Func<int, int, string> Answer { get; set; } = (_, size) => Ok(size);

    /// <summary>Whether it accepts another request after a response.</summary>
    public bool KeepsOpen { get; init; }

    /// <summary>The connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static string Ok(int size, bool mayReuse = false) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\n{(mayReuse ? "" : "Connection: close\r\n")}Content-Length: {size}\r\n\r\n{new string('0', size)}"
        );

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        List<Task> connections = [];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                connections.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException)
            {
                break;
            }
        }
        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket)
    {
        using SslStream tls = new(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsServerAsync(ServerCertificate.CreateSelfSigned(TimeProvider.System));
            Interlocked.Increment(ref _connections);
            using StreamReader reader = new(tls, Encoding.ASCII);
            do await RespondAsync(tls, reader);
            while (KeepsOpen);
            await tls.ShutdownAsync();
        }
        catch (Exception end) when (end is IOException or OperationCanceledException) { }
    }

    private async Task RespondAsync(SslStream tls, StreamReader reader)
    {
        string line =
            await reader.ReadLineAsync(_stop.Token) ?? throw new EndOfStreamException("the client has closed");
        string[] request = line.Split(' ');
        int length = 0;
        for (string? header; !string.IsNullOrEmpty(header = await reader.ReadLineAsync(_stop.Token)); )
            length = header.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)
                ? int.Parse(header[16..], CultureInfo.InvariantCulture)
                : length;
        char[] body = new char[length];
        int received = length == 0 ? 0 : await reader.ReadBlockAsync(body, _stop.Token);
        Assert.All(body, zero => Assert.Equal('\0', zero));
        Requests.Enqueue((request[0], request[1], received));
        int size = request[0] == "GET" ? int.Parse(request[1].Split('=', '&')[1], CultureInfo.InvariantCulture) : 0;
        await tls.WriteAsync(Encoding.ASCII.GetBytes(Answer(Interlocked.Increment(ref _number), size)), _stop.Token);
    }
}
