using System.Globalization;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Attachments;

/// <summary>
/// The HTTPS connections of one conversation to its web server. As in the original, conversations share no connection:
/// on the network each must look like an independent user. A request uses the idle connection that was used last. If
/// none is idle, a new one is opened, and the request uses the first that becomes available. Thread-safe.
/// </summary>
internal sealed class WebClient
{
    /// <summary>How long idle connections are kept: the default of the original's HTTP library.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(90);

    private readonly AttachmentServices _services;
    private readonly UserConfig _user;
    private readonly HostPort _address;
    private readonly Uri _server;
    private readonly string _userName;
    private readonly CancellationToken _stop;
    private readonly bool _headersOnly;
    private readonly Lock _gate = new();
    private readonly List<WebConnection> _idle = []; // the last one was used last

    // Requests that wait for a connection. They are never more than the connections that are being opened.
    private readonly Queue<TaskCompletionSource<WebConnection>> _waiting = [];

    public WebClient(AttachmentServices services, UserConfig user, HostPort server, CancellationToken stop)
    {
        _services = services;
        _user = user;
        _address = server;
        _server = new Uri($"https://{server}/");
        _userName = Uri.EscapeDataString(user.User.Text);
        _headersOnly = user.Attachments == AttachmentMode.HeadersOnly;
        _stop = stop;
    }

    /// <summary>The URL of an attachment of <paramref name="size"/> bytes.</summary>
    public Uri UrlFor(uint size) =>
        new(_server, string.Create(CultureInfo.InvariantCulture, $"?size={size}&user={_userName}"));

    /// <summary>Uploads an attachment: zeros, or an empty body where only headers are transferred.</summary>
    /// <exception cref="TransferException">
    /// The server cannot be reached, its response is invalid or has an error status, or the connection broke.
    /// </exception>
    public async Task UploadAsync(uint size)
    {
        uint length = _headersOnly ? 0 : size;
        string headers = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        await ExchangeAsync(HeadOf("PUT", size, headers), length, endsAtHead: false);
    }

    /// <summary>
    /// Downloads an attachment. Where only headers are transferred, a connection is closed after the response's
    /// headers, as in the original, unless the body has arrived with them.
    /// </summary>
    /// <exception cref="TransferException">
    /// The server cannot be reached, its response is invalid or has an error status, the connection broke, or the
    /// body's length is not <paramref name="size"/>.
    /// </exception>
    public async Task DownloadAsync(uint size)
    {
        HttpResponseReader response = await ExchangeAsync(HeadOf("GET", size, ""), bodyBytes: 0, _headersOnly);
        if (!_headersOnly && response.BodyBytes != size)
            throw new TransferException(
                string.Create(CultureInfo.InvariantCulture, $"received {response.BodyBytes} bytes instead of {size}")
            );
    }

    /// <summary>Closes the connections that were idle for <see cref="IdleTime"/>.</summary>
    /// <returns>When the next one will reach that time; <c>null</c> if none is idle.</returns>
    public TimeSpan? CloseIdle(TimeSpan now)
    {
        lock (_gate)
        {
            while (_idle is [var oldest, ..] && now - oldest.IdleSince >= IdleTime)
            {
                _idle.RemoveAt(0);
                oldest.Close();
            }
            return _idle is [var next, ..] ? next.IdleSince + IdleTime : null;
        }
    }

    private string HeadOf(string method, uint size, string headers) =>
        $"{method} {UrlFor(size).PathAndQuery} HTTP/1.1\r\nHost: {_server.Authority}\r\n{headers}\r\n";

    /// <summary>
    /// Makes a request. If a used connection ends before a whole status line, the server has probably closed it while
    /// it was idle, so the request is repeated immediately. The repetition ends, because such connections leave the
    /// pool and eventually a new connection is used.
    /// </summary>
    private async Task<HttpResponseReader> ExchangeAsync(string head, long bodyBytes, bool endsAtHead)
    {
        while (true)
        {
            WebConnection connection = await AcquireAsync();
            bool wasUsed = connection.IsUsed;
            (HttpResponseReader response, bool mayReuse) = await connection.ExchangeAsync(head, bodyBytes, endsAtHead);
            if (mayReuse)
                Release(connection);
            if (!response.IsComplete)
                _stop.ThrowIfCancellationRequested();
            if (wasUsed && response is { Status: 0, IsMalformed: false })
                continue;
            Check(response, endsAtHead);
            return response;
        }
    }

    private static void Check(HttpResponseReader response, bool endsAtHead)
    {
        if (response.IsMalformed)
            throw new TransferException("the server's response is not valid HTTP/1.1");
        if (!response.HasHead)
            throw new TransferException("the connection ended before the response");
        if (response.Status is < 200 or > 299)
            throw new TransferException(
                string.Create(CultureInfo.InvariantCulture, $"the server responded with status {response.Status}")
            );
        if (!response.IsComplete && !endsAtHead)
            throw new TransferException("the connection ended within the response");
    }

    private Task<WebConnection> AcquireAsync()
    {
        // The request continues inline, in Release or OpenAsync; both complete it outside the lock.
        TaskCompletionSource<WebConnection> waiting = new();
        lock (_gate)
        {
            if (_idle is [.., var last])
            {
                _idle.RemoveAt(_idle.Count - 1);
                return Task.FromResult(last);
            }
            _waiting.Enqueue(waiting);
        }
        _ = OpenAsync(); // does not throw
        return waiting.Task;
    }

    /// <summary>Gives a connection to the request that has waited longest, or keeps it.</summary>
    private void Release(WebConnection connection)
    {
        TaskCompletionSource<WebConnection>? waiting;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out waiting))
            {
                connection.IdleSince = _services.Scheduler.Now;
                _idle.Add(connection);
            }
        }
        waiting?.SetResult(connection);
    }

    private async Task OpenAsync()
    {
        try
        {
            TlsConnection established = await ConnectAsync();
            WebConnection connection = new(established, _stop);
            _ = RunAsync(connection); // does not throw
            Release(connection);
        }
        catch (Exception failure)
        {
            // The request that has waited longest fails. It may differ from the request that began this attempt,
            // because that request may have received another connection meanwhile.
            TaskCompletionSource<WebConnection>? waiting;
            lock (_gate)
                _ = _waiting.TryDequeue(out waiting);
            waiting?.SetException(failure);
        }
    }

    private async Task<TlsConnection> ConnectAsync()
    {
        DialRequest request = new(_address, _user.User.Text, _address.ToString());
        using ConnectLimit limit = new(_services.Scheduler, _services.ConnectTimeLimit, _stop);
        (TlsConnection? connection, LinkOutcome failure) = await _services.Connector.ConnectAsync(
            request,
            _user,
            resume: false,
            limit
        );
        if (connection is not null)
            return connection;
        _stop.ThrowIfCancellationRequested();
        throw new TransferException(failure.Text, failure.IsFatal);
    }

    private async Task RunAsync(WebConnection connection)
    {
        await connection.RunAsync();
        // The server may have closed the connection while it was idle, so the next request must not find it.
        lock (_gate)
            _ = _idle.Remove(connection);
    }
}

/// <summary>An attempt to transfer an attachment failed; the message says why, for the event log.</summary>
internal sealed class TransferException(string message, bool isFatal = false) : IOException(message)
{
    /// <summary>Whether every retry would fail.</summary>
    public bool IsFatal => isFatal;
}
