using System.Text;
using MGen.Transport;

namespace MGen.Messenger.Attachments;

/// <summary>
/// An HTTP/1.1 connection to a web server, with one request at a time. It reads at all times, so it detects that the
/// server closes it while it is idle. A server may respond before it has read the whole request. For example, the
/// original's server responds to an upload immediately and closes the connection while the body is still being sent; a
/// write then fails although the response can be read. Therefore a failed write is ignored, and the response or the end
/// of the stream decides whether the request has succeeded.
/// </summary>
internal sealed class WebConnection : IHomeWork
{
    /// <summary>
    /// The largest plaintext of a request's first record, in bytes: the headers and the beginning of the body. The
    /// largest record of a body is <see cref="PieceBytes"/>. The export of packets uses both sizes.
    /// </summary>
    private const int FirstRecordBytes = 4 * 1024;

    private const int PieceBytes = 16 * 1024;

    /// <summary>Plaintext bytes per flush.</summary>
    private const int BatchBytes = 32 * 1024;

    private static readonly byte[] Zeros = new byte[PieceBytes];

    private readonly TlsConnection _connection;
    private readonly CancellationTokenRegistration _stopping;
    private readonly Lock _gate = new(); // needed with the platform's streams, where every thread is home
    private HttpResponseReader? _response;
    private TaskCompletionSource? _answered;
    private bool _endsAtHead;
    private bool _mustClose;
    private bool _hasEnded;
    private int _isReleased;

    /// <param name="connection">An established connection, which this object owns from now on.</param>
    /// <param name="stop">Ends the connection.</param>
    public WebConnection(TlsConnection connection, CancellationToken stop)
    {
        _connection = connection;
        _connection.ReadsAfterReset = true;
        _stopping = stop.UnsafeRegister(static state => ((TlsConnection)state!).Abort(), connection);
    }

    /// <summary>
    /// Whether an exchange on this connection has ended. The server may close a used connection at any moment.
    /// </summary>
    public bool IsUsed { get; private set; }

    /// <summary>
    /// When the connection became idle, on the scheduler's time line. Only the pool of the connections uses it.
    /// </summary>
    public TimeSpan IdleSince { get; set; }

    /// <summary>Reads until the connection ends, then releases it. Does not throw.</summary>
    public async Task RunAsync()
    {
        await _connection.SwitchHomeAsync();
        while (true)
        {
            ReadOnlyMemory<byte> bytes = await _connection.ReadAsync();
            if (bytes.IsEmpty || !Accept(bytes.Span))
                break;
        }
        TaskCompletionSource? answered;
        lock (_gate)
        {
            _hasEnded = true;
            _response?.End();
            answered = _answered;
        }
        if (answered is null)
        {
            await ReleaseAsync();
            return;
        }
        if (_mustClose)
            _connection.Abort(); // otherwise the request's write might wait for ever
        answered.TrySetResult(); // ExchangeAsync releases the connection when the write has ended
    }

    /// <summary>Sends a request, and reads the response or its headers.</summary>
    /// <param name="head">The request line and headers, in ASCII.</param>
    /// <param name="bodyBytes">The length of the body, which consists of zeros.</param>
    /// <param name="endsAtHead">Whether the exchange ends after the response's headers.</param>
    /// <returns>
    /// The response, incomplete if the connection broke, and whether the connection can be used again. If the
    /// connection cannot be used again, it is released.
    /// </returns>
    public async Task<(HttpResponseReader Response, bool MayReuse)> ExchangeAsync(
        string head,
        long bodyBytes,
        bool endsAtHead
    )
    {
        await _connection.SwitchHomeAsync();
        HttpResponseReader response = new();
        TaskCompletionSource answered = new();
        lock (_gate)
        {
            if (_hasEnded)
                return (response, false);
            (_response, _answered, _endsAtHead) = (response, answered, endsAtHead);
        }
        Task<bool> writing = WriteAsync(Encoding.ASCII.GetBytes(head), bodyBytes);
        await answered.Task;
        bool isWritten = await writing;
        await _connection.SwitchHomeAsync();
        bool mayReuse = isWritten && !_mustClose && response is { IsComplete: true, MayReuse: true };
        lock (_gate)
        {
            (_response, _answered, IsUsed) = (null, null, true);
            mayReuse &= !_hasEnded;
        }
        if (!mayReuse)
            await ReleaseAsync();
        return (response, mayReuse);
    }

    /// <summary>Closes the connection, which must be idle. Thread-safe.</summary>
    public void Close() => _connection.Post(this);

    void IHomeWork.Execute() => _ = ReleaseAsync(); // does not throw

    /// <returns>Whether to continue reading.</returns>
    private bool Accept(ReadOnlySpan<byte> bytes)
    {
        if (_response is not { } response || _answered is not { } answered || answered.Task.IsCompleted)
        {
            _mustClose = true; // bytes that no request asked for
            return false;
        }
        response.Read(ref bytes);
        _mustClose |= response.IsMalformed || !bytes.IsEmpty;
        if (response.IsComplete || response.IsMalformed || (_endsAtHead && response.HasHead))
            answered.TrySetResult(); // the continuation may send the next request
        return !response.IsMalformed;
    }

    /// <returns>Whether everything was given to the socket.</returns>
    private async Task<bool> WriteAsync(byte[] head, long bodyBytes)
    {
        int piece = (int)Math.Min(bodyBytes, PieceBytes);
        byte[] first = new byte[Math.Max(head.Length, Math.Min(head.Length + piece, FirstRecordBytes))];
        head.CopyTo(first, 0);
        for (int from = 0; from < first.Length; from += FirstRecordBytes)
            _connection.Write(first.AsSpan(from, Math.Min(first.Length - from, FirstRecordBytes)));
        long left = bodyBytes - (first.Length - head.Length);
        int next = piece - (first.Length - head.Length);
        for (int batch = first.Length; left > 0; next = (int)Math.Min(left, PieceBytes))
        {
            _connection.Write(Zeros.AsSpan(0, next));
            left -= next;
            batch += next;
            if (batch < BatchBytes)
                continue;
            if (!await _connection.FlushAsync())
                return false;
            batch = 0;
        }
        return await _connection.FlushAsync();
    }

    private async Task ReleaseAsync()
    {
        if (Interlocked.Exchange(ref _isReleased, 1) != 0)
            return;
        await _stopping.DisposeAsync();
        await _connection.SwitchHomeAsync();
        await _connection.DisposeAsync();
    }
}
