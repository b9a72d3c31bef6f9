using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Transport;

namespace MGen.LivePage;

/// <summary>
/// A small HTTP/1.1 server: one request per connection, GET and HEAD only, no request body. Connections, the size of a
/// request and the time for it are bounded. Invalid bytes or silence of a peer end only that peer's connection.
/// </summary>
/// <remarks>
/// Not Kestrel, which <c>mgen-client</c> does not have and which would double its size; see
/// <c>docs/decisions/0045-a-live-page-over-a-small-http-server.md</c>.
/// </remarks>
internal sealed class HttpResponder : IAsyncDisposable
{
    /// <summary>Most connections at a time; further ones are closed. A browser has one per open page.</summary>
    public const int MaxConnections = 32;

    /// <summary>Time in which a peer must send its request.</summary>
    public static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(5);

    /// <summary>Time in which a peer must read one part of a response.</summary>
    public static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Pause after a failed accept, because the likely cause, a lack of descriptors, persists for a while.
    /// </summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromSeconds(1);

    private readonly Socket _listener;
    private readonly Func<string, HttpResponse> _respond;
    private readonly TimeProvider _clock;
    private readonly bool _isLoopback;
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private readonly Task _accepting;
    private int _open;

    /// <summary>Starts to serve.</summary>
    /// <param name="listener">From <see cref="Listen"/>; disposed here.</param>
    /// <param name="respond">Responds to a path without its query; called by many threads.</param>
    /// <param name="clock">The clock.</param>
    public HttpResponder(Socket listener, Func<string, HttpResponse> respond, TimeProvider clock)
    {
        _listener = listener;
        _respond = respond;
        _clock = clock;
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _isLoopback = IPAddress.IsLoopback(EndPoint.Address);
        _accepting = AcceptAsync();
    }

    /// <summary>The address that is listened on.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SocketException">The address cannot be used.</exception>
    public static Socket Listen(IPEndPoint address)
    {
        Socket listener = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(address);
            listener.Listen(MaxConnections);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Waits until responses in progress are complete, within a limit.</summary>
    public async Task DrainAsync(TimeSpan limit)
    {
        try
        {
            await Task.WhenAll(_connections.Keys).WaitAsync(limit, _clock);
        }
        catch (TimeoutException)
        {
            // A browser that does not read is not waited for.
        }
    }

    /// <summary>Stops listening and closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
            return;
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                Socket socket = await _listener.AcceptAsync(_closing.Token);
                // Only this loop adds connections, so the limit holds; a stale count can only be too high.
                if (_open >= MaxConnections || DescriptorLimit.IsNear(socket))
                    socket.Dispose();
                else
                    Begin(socket);
            }
            catch (SocketException)
            {
                await Task.Delay(AcceptPause, _clock, _closing.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Begin(Socket socket)
    {
        Interlocked.Increment(ref _open);
        Task serving = ServeAsync(socket);
        _connections.TryAdd(serving, true);
        // After TryAdd: otherwise a connection that has already ended could be removed before it is added, and stay.
        _ = serving.ContinueWith(
            ended =>
            {
                Interlocked.Decrement(ref _open);
                _connections.TryRemove(ended, out bool _);
            },
            TaskScheduler.Default
        );
    }

    /// <summary>Serves a connection until its end. Failures of the peer or of the network end here.</summary>
    private async Task ServeAsync(Socket socket)
    {
        // The accept loop continues with the next connection.
        await Task.Yield();
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                HttpResponse response = await ReadAsync(socket) is { } request
                    ? Answer(request)
                    : HttpResponse.Refuse(400, "Bad Request");
                await SendAsync(socket, response.Head());
                if (response.IsHeadOnly)
                    return;
                await SendAsync(socket, response.Body);
                await foreach (byte[] part in response.Parts.WithCancellation(_closing.Token))
                    await SendAsync(socket, part);
                // A close with unread bytes of the request would reset the connection, and the browser could lose the
                // response.
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception failure)
                when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The peer left, was too slow, or the program ends.
            }
        }
    }

    private HttpResponse Answer(HttpRequest request)
    {
        if (request.Method is not ("GET" or "HEAD"))
            return HttpResponse.Refuse(405, "Method Not Allowed");
        // Otherwise another site could let its own name resolve to loopback, and its page could read this one.
        if (_isLoopback && !request.NamesLoopback)
            return HttpResponse.Refuse(421, "Misdirected Request");
        HttpResponse response = _respond(request.Path);
        return request.Method == "HEAD" ? response with { IsHeadOnly = true } : response;
    }

    /// <returns>The request; <c>null</c> if it is malformed, too long or incomplete.</returns>
    private async Task<HttpRequest?> ReadAsync(Socket socket)
    {
        using CancellationTokenSource limit = new(RequestLimit, _clock);
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token,
            _closing.Token
        );
        byte[] buffer = ArrayPool<byte>.Shared.Rent(HttpRequest.MaxBytes);
        try
        {
            int length = 0;
            while (length < HttpRequest.MaxBytes)
            {
                Memory<byte> rest = buffer.AsMemory(length, HttpRequest.MaxBytes - length);
                int read = await socket.ReceiveAsync(rest, ends.Token);
                length += read;
                if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
                    // Each byte is a character of Latin-1, so no input fails to decode.
                    return HttpRequest.Parse(Encoding.Latin1.GetString(buffer, 0, end));
                if (read == 0)
                    return null;
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        using CancellationTokenSource limit = new(SendLimit, _clock);
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token,
            _closing.Token
        );
        // The limit is for one part: an event stream lasts as long as the run, but each event must be taken in time.
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, ends.Token)..];
    }
}
