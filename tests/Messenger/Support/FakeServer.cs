using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// A message server that the test controls: it accepts connections, reads their handshakes and passes them to the test.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Channel<FakeConnection> _accepted = Channel.CreateUnbounded<FakeConnection>();
    private readonly CancellationTokenSource _stop = new();
    private readonly TlsEngine _engine = TlsEngine.Start(new TlsEngineOptions());
    private readonly TlsContext _context;
    private readonly Task _accepting;

    public FakeServer(bool resume)
    {
        _context = _engine.CreateServerContext(
            new TlsServerOptions
            {
                Certificate = ServerCertificate.CreateSelfSigned(TimeProvider.System),
                ApplicationProtocols = resume ? [Resumption.Protocol] : [],
            }
        );
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(4096);
        Address = new HostPort("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port);
        _accepting = AcceptAllAsync();
    }

    public HostPort Address { get; }

    /// <summary>
    /// Called for a TCP connection before TLS; true: the test has handled the connection. Default: false.
    /// </summary>
    public Func<Socket, bool> Intercept { get; set; } = _ => false;

    /// <summary>Waits for the next connection whose handshake has arrived.</summary>
    public async Task<FakeConnection> NextConnectionAsync()
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        patience.CancelAfter(Eventually.Patience);
        return await _accepted.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Yield(); // an engine cannot be disposed on one of its home threads
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await _engine.DisposeAsync();
        _context.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        List<Task> handshakes = [];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(_stop.Token);
                if (!Intercept(socket))
                    handshakes.Add(HandshakeAsync(socket));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                break;
            }
        }
        await Task.WhenAll(handshakes);
    }

    private async Task HandshakeAsync(Socket socket)
    {
        try
        {
            FakeConnection connection = new(await _engine.AcceptAsync(socket, _context, _stop.Token));
            if (await connection.ReadHandshakeAsync())
                _accepted.Writer.TryWrite(connection);
        }
        catch (Exception failure) when (failure is TlsHandshakeException or OperationCanceledException) { }
    }
}
